using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProgressReporting.Storage.Migrations.Sqlite
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
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    consumer = table.Column<string>(type: "TEXT", nullable: false),
                    time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "investments",
                columns: table => new
                {
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    quarter_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    year_to_date_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    cumulative_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    start_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    expected_completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    production_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    at_capacity = table.Column<bool>(type: "INTEGER", nullable: false),
                    accept_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_investments", x => new { x.project, x.period });
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    resource = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    event_type = table.Column<string>(type: "TEXT", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: true),
                    sealed_time = table.Column<DateTime>(type: "TEXT", nullable: true),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal_positions",
                columns: table => new
                {
                    subscriber = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_positions", x => x.subscriber);
                });

            migrationBuilder.CreateTable(
                name: "parked",
                columns: table => new
                {
                    subscriber = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_parked", x => new { x.subscriber, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "periods",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    due_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    late_from = table.Column<DateTime>(type: "TEXT", nullable: false),
                    plan_revision = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_periods", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plan_entries",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise_title = table.Column<string>(type: "TEXT", nullable: false),
                    total_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    planned_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    opening_yuan = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_entries", x => new { x.year, x.project });
                });

            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    document_number = table.Column<string>(type: "TEXT", nullable: false),
                    issue_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "projects",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise_title = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    stage = table.Column<string>(type: "TEXT", nullable: true),
                    start_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    production_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "requests",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    request_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    response = table.Column<byte[]>(type: "BLOB", nullable: false),
                    time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "units",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    parent = table.Column<string>(type: "TEXT", nullable: true),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    aliases = table.Column<string>(type: "TEXT", nullable: false),
                    reporting = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_units", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "returns",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    nil = table.Column<bool>(type: "INTEGER", nullable: false),
                    first_submit_time = table.Column<DateTime>(type: "TEXT", nullable: true),
                    submit_time = table.Column<DateTime>(type: "TEXT", nullable: true),
                    accept_time = table.Column<DateTime>(type: "TEXT", nullable: true),
                    on_time = table.Column<bool>(type: "INTEGER", nullable: false),
                    on_behalf = table.Column<bool>(type: "INTEGER", nullable: false),
                    return_reasons = table.Column<string>(type: "TEXT", nullable: false),
                    checker = table.Column<string>(type: "TEXT", nullable: false),
                    unit_investment_last_year_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    unit_investment_ytd_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    preparer = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    @return = table.Column<string>(name: "return", type: "TEXT", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    at_capacity = table.Column<bool>(type: "INTEGER", nullable: false),
                    actual_completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    correction_reason = table.Column<string>(type: "TEXT", nullable: false),
                    cumulative_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    expected_completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    explanation = table.Column<string>(type: "TEXT", nullable: false),
                    physical_progress = table.Column<string>(type: "TEXT", nullable: false),
                    physical_progress_bp = table.Column<int>(type: "INTEGER", nullable: true),
                    problem = table.Column<string>(type: "TEXT", nullable: false),
                    problem_category = table.Column<int>(type: "INTEGER", nullable: false),
                    problem_level = table.Column<int>(type: "INTEGER", nullable: false),
                    actual_production_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    quarter_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    actual_start_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    year_to_date_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    enterprise_title = table.Column<string>(type: "TEXT", nullable: false),
                    opening_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    planned_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    project_title = table.Column<string>(type: "TEXT", nullable: false),
                    total_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    last_quarter_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    last_year_to_date_yuan = table.Column<long>(type: "INTEGER", nullable: true)
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
