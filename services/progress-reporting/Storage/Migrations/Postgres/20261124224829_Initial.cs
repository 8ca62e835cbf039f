using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Renovation.ProgressReporting.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "investments",
                columns: table => new
                {
                    project = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    period = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    quarter_yuan = table.Column<long>(type: "bigint", nullable: false),
                    year_to_date_yuan = table.Column<long>(type: "bigint", nullable: false),
                    cumulative_yuan = table.Column<long>(type: "bigint", nullable: false),
                    start_date = table.Column<DateOnly>(type: "date", nullable: true),
                    completion_date = table.Column<DateOnly>(type: "date", nullable: true),
                    expected_completion_date = table.Column<DateOnly>(type: "date", nullable: true),
                    production_date = table.Column<DateOnly>(type: "date", nullable: true),
                    at_capacity = table.Column<bool>(type: "boolean", nullable: false),
                    accept_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_investments", x => new { x.project, x.period });
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    event_type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: true),
                    sealed_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal_positions",
                columns: table => new
                {
                    subscriber = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_positions", x => x.subscriber);
                });

            migrationBuilder.CreateTable(
                name: "parked",
                columns: table => new
                {
                    subscriber = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_parked", x => new { x.subscriber, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "periods",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    year = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    due_date = table.Column<DateOnly>(type: "date", nullable: false),
                    late_from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    plan_revision = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_periods", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plan_entries",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    enterprise = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    enterprise_title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    total_yuan = table.Column<long>(type: "bigint", nullable: false),
                    planned_yuan = table.Column<long>(type: "bigint", nullable: false),
                    opening_yuan = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_entries", x => new { x.year, x.project });
                });

            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    document_number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    issue_date = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "projects",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    enterprise = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    enterprise_title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stage = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    start_date = table.Column<DateOnly>(type: "date", nullable: true),
                    completion_date = table.Column<DateOnly>(type: "date", nullable: true),
                    production_date = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "requests",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    method = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    response = table.Column<byte[]>(type: "bytea", nullable: false),
                    time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "units",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    aliases = table.Column<string>(type: "text", nullable: false),
                    reporting = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_units", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "returns",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    period = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    nil = table.Column<bool>(type: "boolean", nullable: false),
                    first_submit_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    submit_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    accept_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    on_time = table.Column<bool>(type: "boolean", nullable: false),
                    on_behalf = table.Column<bool>(type: "boolean", nullable: false),
                    return_reasons = table.Column<string>(type: "text", nullable: false),
                    checker = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit_investment_last_year_yuan = table.Column<long>(type: "bigint", nullable: true),
                    unit_investment_ytd_yuan = table.Column<long>(type: "bigint", nullable: true),
                    preparer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_returns", x => x.id);
                    table.ForeignKey(
                        name: "fk_returns_periods_period",
                        column: x => x.period,
                        principalTable: "periods",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "return_lines",
                columns: table => new
                {
                    @return = table.Column<string>(name: "return", type: "text", nullable: false, collation: "C"),
                    project = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    at_capacity = table.Column<bool>(type: "boolean", nullable: false),
                    actual_completion_date = table.Column<DateOnly>(type: "date", nullable: true),
                    correction_reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    cumulative_yuan = table.Column<long>(type: "bigint", nullable: true),
                    expected_completion_date = table.Column<DateOnly>(type: "date", nullable: true),
                    explanation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    physical_progress = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    physical_progress_bp = table.Column<int>(type: "integer", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    problem_category = table.Column<int>(type: "integer", nullable: false),
                    problem_level = table.Column<int>(type: "integer", nullable: false),
                    actual_production_date = table.Column<DateOnly>(type: "date", nullable: true),
                    quarter_yuan = table.Column<long>(type: "bigint", nullable: true),
                    actual_start_date = table.Column<DateOnly>(type: "date", nullable: true),
                    year_to_date_yuan = table.Column<long>(type: "bigint", nullable: true),
                    enterprise_title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    opening_investment_yuan = table.Column<long>(type: "bigint", nullable: false),
                    planned_investment_yuan = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    project_title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    total_investment_yuan = table.Column<long>(type: "bigint", nullable: false),
                    last_quarter_yuan = table.Column<long>(type: "bigint", nullable: true),
                    last_year_to_date_yuan = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_return_lines", x => new { x.@return, x.project });
                    table.ForeignKey(
                        name: "fk_return_lines_returns_return",
                        column: x => x.@return,
                        principalTable: "returns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_time",
                table: "inbox",
                column: "time");

            migrationBuilder.CreateIndex(
                name: "ix_journal_actor_sequence",
                table: "journal",
                columns: new[] { "actor", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_journal_id",
                table: "journal",
                column: "id",
                filter: "sequence IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journal_message_id",
                table: "journal",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_journal_resource_version",
                table: "journal",
                columns: new[] { "resource", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_journal_sequence",
                table: "journal",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plan_entries_project",
                table: "plan_entries",
                column: "project");

            migrationBuilder.CreateIndex(
                name: "ix_requests_time",
                table: "requests",
                column: "time");

            migrationBuilder.CreateIndex(
                name: "ix_return_lines_project",
                table: "return_lines",
                column: "project");

            migrationBuilder.CreateIndex(
                name: "ix_returns_period_state_unit",
                table: "returns",
                columns: new[] { "period", "state", "unit" });

            migrationBuilder.CreateIndex(
                name: "ix_returns_period_unit",
                table: "returns",
                columns: new[] { "period", "unit" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_returns_unit_period",
                table: "returns",
                columns: new[] { "unit", "period" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "investments");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "journal_positions");

            migrationBuilder.DropTable(
                name: "parked");

            migrationBuilder.DropTable(
                name: "plan_entries");

            migrationBuilder.DropTable(
                name: "plans");

            migrationBuilder.DropTable(
                name: "projects");

            migrationBuilder.DropTable(
                name: "requests");

            migrationBuilder.DropTable(
                name: "return_lines");

            migrationBuilder.DropTable(
                name: "units");

            migrationBuilder.DropTable(
                name: "returns");

            migrationBuilder.DropTable(
                name: "periods");
        }
    }
}
