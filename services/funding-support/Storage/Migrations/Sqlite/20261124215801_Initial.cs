using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.FundingSupport.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accepted_investments",
                columns: table => new
                {
                    @return = table.Column<string>(name: "return", type: "TEXT", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    cumulative_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    accept_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accepted_investments", x => new { x.@return, x.project });
                });

            migrationBuilder.CreateTable(
                name: "accepted_returns",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accepted_returns", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "enterprises",
                columns: table => new
                {
                    uscc = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    listed = table.Column<bool>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enterprises", x => x.uscc);
                });

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
                name: "municipal_supports",
                columns: table => new
                {
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    @base = table.Column<int>(name: "base", type: "INTEGER", nullable: false),
                    exclusive = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_municipal_supports", x => new { x.project, x.@base });
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
                name: "plan_entries",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise_listed = table.Column<bool>(type: "INTEGER", nullable: false),
                    total_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false)
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
                    document_number = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "programs",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    form = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false),
                    rules_number = table.Column<int>(type: "INTEGER", nullable: false),
                    appropriated_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    committed_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    disbursed_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    recovered_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    posting_count = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programs", x => x.id);
                    table.CheckConstraint("ck_programs_sums", "committed_yuan BETWEEN 0 AND appropriated_yuan AND disbursed_yuan BETWEEN 0 AND committed_yuan AND recovered_yuan BETWEEN 0 AND disbursed_yuan");
                });

            migrationBuilder.CreateTable(
                name: "projects",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    stage = table.Column<string>(type: "TEXT", nullable: true),
                    completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    total_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    equipment_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    procedures = table.Column<string>(type: "TEXT", nullable: false),
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
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_units", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "applications",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    program = table.Column<string>(type: "TEXT", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    project_title = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    requested_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    proposed_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    audited_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    accepted_investment_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    base_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    rules_number = table.Column<int>(type: "INTEGER", nullable: false),
                    submitter = table.Column<string>(type: "TEXT", nullable: false),
                    publicity_start = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    publicity_end = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    approver = table.Column<string>(type: "TEXT", nullable: false),
                    award = table.Column<string>(type: "TEXT", nullable: false),
                    closing_reason = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applications", x => x.id);
                    table.ForeignKey(
                        name: "fk_applications_programs_program",
                        column: x => x.program,
                        principalTable: "programs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledger_postings",
                columns: table => new
                {
                    program = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    award = table.Column<string>(type: "TEXT", nullable: false),
                    amount_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    voucher = table.Column<string>(type: "TEXT", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    post_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_postings", x => new { x.program, x.number });
                    table.CheckConstraint("ck_ledger_postings_amount", "amount_yuan > 0");
                    table.ForeignKey(
                        name: "fk_ledger_postings_programs_program",
                        column: x => x.program,
                        principalTable: "programs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "program_rules",
                columns: table => new
                {
                    program = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_program_rules", x => new { x.program, x.number });
                    table.ForeignKey(
                        name: "fk_program_rules_programs_program",
                        column: x => x.program,
                        principalTable: "programs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_reviews",
                columns: table => new
                {
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    application = table.Column<string>(type: "TEXT", nullable: false),
                    reviewer = table.Column<string>(type: "TEXT", nullable: false),
                    passed = table.Column<bool>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    review_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_reviews", x => new { x.application, x.step });
                    table.ForeignKey(
                        name: "fk_application_reviews_applications_application",
                        column: x => x.application,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "awards",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    application = table.Column<string>(type: "TEXT", nullable: false),
                    program = table.Column<string>(type: "TEXT", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    document_number = table.Column<string>(type: "TEXT", nullable: false),
                    amount_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    disbursed_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    recovered_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    approver = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_awards", x => x.id);
                    table.CheckConstraint("ck_awards_sums", "amount_yuan > 0 AND disbursed_yuan BETWEEN 0 AND amount_yuan AND recovered_yuan BETWEEN 0 AND disbursed_yuan");
                    table.ForeignKey(
                        name: "fk_awards_applications_application",
                        column: x => x.application,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_awards_programs_program",
                        column: x => x.program,
                        principalTable: "programs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accepted_investments_project_period_accept_time",
                table: "accepted_investments",
                columns: new[] { "project", "period", "accept_time" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_enterprise_id",
                table: "applications",
                columns: new[] { "enterprise", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_program_id",
                table: "applications",
                columns: new[] { "program", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_program_project",
                table: "applications",
                columns: new[] { "program", "project" },
                unique: true,
                filter: "state <= 5");

            migrationBuilder.CreateIndex(
                name: "ix_applications_unit_id",
                table: "applications",
                columns: new[] { "unit", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_awards_application",
                table: "awards",
                column: "application",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_awards_enterprise_id",
                table: "awards",
                columns: new[] { "enterprise", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_awards_program_id",
                table: "awards",
                columns: new[] { "program", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_awards_unit_id",
                table: "awards",
                columns: new[] { "unit", "id" });

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
                name: "ix_ledger_postings_program_key",
                table: "ledger_postings",
                columns: new[] { "program", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plan_entries_project",
                table: "plan_entries",
                column: "project");

            migrationBuilder.CreateIndex(
                name: "ix_programs_year",
                table: "programs",
                column: "year");

            migrationBuilder.CreateIndex(
                name: "ix_requests_time",
                table: "requests",
                column: "time");

            // Whoever goes around the service is refused as well: what was posted stays.
            migrationBuilder.Sql("CREATE TRIGGER ledger_is_not_updated BEFORE UPDATE ON ledger_postings BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END;");
            migrationBuilder.Sql("CREATE TRIGGER ledger_is_not_deleted BEFORE DELETE ON ledger_postings BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accepted_investments");

            migrationBuilder.DropTable(
                name: "accepted_returns");

            migrationBuilder.DropTable(
                name: "application_reviews");

            migrationBuilder.DropTable(
                name: "awards");

            migrationBuilder.DropTable(
                name: "enterprises");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "journal_positions");

            migrationBuilder.DropTable(
                name: "ledger_postings");

            migrationBuilder.DropTable(
                name: "municipal_supports");

            migrationBuilder.DropTable(
                name: "parked");

            migrationBuilder.DropTable(
                name: "plan_entries");

            migrationBuilder.DropTable(
                name: "plans");

            migrationBuilder.DropTable(
                name: "program_rules");

            migrationBuilder.DropTable(
                name: "projects");

            migrationBuilder.DropTable(
                name: "requests");

            migrationBuilder.DropTable(
                name: "units");

            migrationBuilder.DropTable(
                name: "applications");

            migrationBuilder.DropTable(
                name: "programs");
        }
    }
}
