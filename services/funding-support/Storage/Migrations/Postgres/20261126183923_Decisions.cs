using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.FundingSupport.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Decisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "industry",
                table: "projects",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<DateTime>(
                name: "update_time",
                table: "projects",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "update_time",
                table: "plans",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "bank_reference",
                table: "ledger_postings",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "decision_document",
                table: "ledger_postings",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "revenue_yuan",
                table: "enterprises",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "update_time",
                table: "enterprises",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "base",
                table: "awards",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "form",
                table: "awards",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "instalments",
                table: "awards",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "level",
                table: "awards",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "released_yuan",
                table: "awards",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "revoke_document",
                table: "awards",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<DateTime>(
                name: "revoke_time",
                table: "awards",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "stacks",
                table: "awards",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "attachments",
                table: "applications",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "calculation",
                table: "applications",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "objections",
                table: "applications",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "statement",
                table: "applications",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "waiver",
                table: "applications",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "number",
                table: "application_reviews",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "conflict",
                table: "application_reviews",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "proposed_yuan",
                table: "application_reviews",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "score",
                table: "application_reviews",
                type: "integer",
                nullable: true);

            // What was there before is told in the new words.
            migrationBuilder.Sql("UPDATE application_reviews SET number = step;");
            migrationBuilder.Sql("UPDATE applications SET calculation = '[]', objections = '[]', attachments = '[]', statement = '{\"audited_investment_yuan\":' || audited_investment_yuan || ',\"interest_paid_yuan\":0,\"invoices\":{\"first\":null,\"last\":null}}';");
            migrationBuilder.Sql("UPDATE awards SET instalments = '[{\"number\":1,\"amount_yuan\":' || amount_yuan || ',\"condition\":\"None\",\"note\":\"\",\"paid_yuan\":' || disbursed_yuan || ',\"confirm_document\":\"\",\"confirmer\":\"\"}]';");
            migrationBuilder.Sql("UPDATE awards SET level = (SELECT p.level FROM programs p WHERE p.id = awards.program), form = (SELECT p.form FROM programs p WHERE p.id = awards.program);");
            migrationBuilder.Sql("UPDATE awards SET base = COALESCE((SELECT CASE (r.rules::json->>'base') WHEN 'EquipmentInvestment' THEN 1 WHEN 'FixedAssetInvestment' THEN 2 WHEN 'AuditedInvestment' THEN 3 ELSE 4 END FROM applications a JOIN program_rules r ON r.program = a.program AND r.number = a.rules_number WHERE a.id = awards.application), 0);");
            migrationBuilder.Sql("UPDATE awards SET stacks = COALESCE((SELECT (r.rules::json->>'stacking_allowed')::boolean FROM applications a JOIN program_rules r ON r.program = a.program AND r.number = a.rules_number WHERE a.id = awards.application), false);");

            migrationBuilder.DropTable(
                name: "municipal_supports");

            migrationBuilder.DropCheckConstraint(
                name: "ck_awards_sums",
                table: "awards");

            migrationBuilder.DropPrimaryKey(
                name: "pk_application_reviews",
                table: "application_reviews");

            migrationBuilder.DropColumn(
                name: "audited_investment_yuan",
                table: "applications");

            migrationBuilder.AddPrimaryKey(
                name: "pk_application_reviews",
                table: "application_reviews",
                columns: new[] { "application", "number" });

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    module = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    file_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    media_type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    size_bytes = table.Column<int>(type: "integer", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    uploader = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    parent = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "holdings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    award = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    program = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    enterprise = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    terms = table.Column<string>(type: "text", nullable: false),
                    dividends = table.Column<string>(type: "text", nullable: false),
                    valuations = table.Column<string>(type: "text", nullable: false),
                    exit = table.Column<string>(type: "text", nullable: true),
                    next_due = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holdings", x => x.id);
                    table.ForeignKey(
                        name: "fk_holdings_awards_award",
                        column: x => x.award,
                        principalTable: "awards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "recommendations",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    program = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    document_number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    send_date = table.Column<DateOnly>(type: "date", nullable: true),
                    entries = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recommendations", x => x.id);
                    table.ForeignKey(
                        name: "fk_recommendations_programs_program",
                        column: x => x.program,
                        principalTable: "programs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "supported_bases",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supported_bases", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_awards_project_base",
                table: "awards",
                columns: new[] { "project", "base" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_awards_sums",
                table: "awards",
                sql: "amount_yuan > 0 AND released_yuan BETWEEN 0 AND amount_yuan AND disbursed_yuan BETWEEN 0 AND amount_yuan - released_yuan AND recovered_yuan BETWEEN 0 AND disbursed_yuan");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_create_time",
                table: "attachments",
                column: "create_time",
                filter: "parent = ''");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_parent",
                table: "attachments",
                column: "parent",
                filter: "parent <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_sha256",
                table: "attachments",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_holdings_award",
                table: "holdings",
                column: "award",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_holdings_enterprise_id",
                table: "holdings",
                columns: new[] { "enterprise", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_holdings_next_due",
                table: "holdings",
                column: "next_due");

            migrationBuilder.CreateIndex(
                name: "ix_holdings_program_id",
                table: "holdings",
                columns: new[] { "program", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_holdings_unit_id",
                table: "holdings",
                columns: new[] { "unit", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_program_id",
                table: "recommendations",
                columns: new[] { "program", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "holdings");

            migrationBuilder.DropTable(
                name: "recommendations");

            migrationBuilder.DropTable(
                name: "supported_bases");

            migrationBuilder.DropIndex(
                name: "ix_awards_project_base",
                table: "awards");

            migrationBuilder.DropCheckConstraint(
                name: "ck_awards_sums",
                table: "awards");

            migrationBuilder.DropPrimaryKey(
                name: "pk_application_reviews",
                table: "application_reviews");

            migrationBuilder.DropColumn(
                name: "industry",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "update_time",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "update_time",
                table: "plans");

            migrationBuilder.DropColumn(
                name: "bank_reference",
                table: "ledger_postings");

            migrationBuilder.DropColumn(
                name: "decision_document",
                table: "ledger_postings");

            migrationBuilder.DropColumn(
                name: "revenue_yuan",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "update_time",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "base",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "form",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "instalments",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "level",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "released_yuan",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "revoke_document",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "revoke_time",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "stacks",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "attachments",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "calculation",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "objections",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "statement",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "waiver",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "number",
                table: "application_reviews");

            migrationBuilder.DropColumn(
                name: "conflict",
                table: "application_reviews");

            migrationBuilder.DropColumn(
                name: "proposed_yuan",
                table: "application_reviews");

            migrationBuilder.DropColumn(
                name: "score",
                table: "application_reviews");

            migrationBuilder.AddColumn<long>(
                name: "audited_investment_yuan",
                table: "applications",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddPrimaryKey(
                name: "pk_application_reviews",
                table: "application_reviews",
                columns: new[] { "application", "step" });

            migrationBuilder.CreateTable(
                name: "municipal_supports",
                columns: table => new
                {
                    project = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @base = table.Column<int>(name: "base", type: "integer", nullable: false),
                    exclusive = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_municipal_supports", x => new { x.project, x.@base });
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_awards_sums",
                table: "awards",
                sql: "amount_yuan > 0 AND disbursed_yuan BETWEEN 0 AND amount_yuan AND recovered_yuan BETWEEN 0 AND disbursed_yuan");
        }
    }
}
