using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProgressReporting.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Overviews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "missing_procedures",
                table: "projects",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "visit",
                table: "problems",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    module = table.Column<string>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    media_type = table.Column<string>(type: "TEXT", nullable: false),
                    size_bytes = table.Column<int>(type: "INTEGER", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    uploader = table.Column<string>(type: "TEXT", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    parent = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plan_revisions",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    from_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    document_number = table.Column<string>(type: "TEXT", nullable: false),
                    growth_target_bp = table.Column<int>(type: "INTEGER", nullable: false),
                    entries = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_revisions", x => new { x.year, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "project_standings",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    enterprise_title = table.Column<string>(type: "TEXT", nullable: false),
                    preliminary = table.Column<bool>(type: "INTEGER", nullable: false),
                    total_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    planned_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    opening_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    reported = table.Column<bool>(type: "INTEGER", nullable: false),
                    year_to_date_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    cumulative_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    start_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    expected_completion_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    production_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    at_capacity = table.Column<bool>(type: "INTEGER", nullable: false),
                    start = table.Column<int>(type: "INTEGER", nullable: false),
                    completion = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_standings", x => new { x.year, x.project });
                });

            migrationBuilder.CreateTable(
                name: "unit_standings",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    start_deadline = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    figures_at_capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_completions = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_completions_at_risk = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_completions_done = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_cumulative_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    figures_in_production = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_opening_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    figures_planned_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    figures_preliminary = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_preliminary_done = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_preliminary_done_late = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_projects = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_reported = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_starts = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_starts_done = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_starts_done_late = table.Column<int>(type: "INTEGER", nullable: false),
                    figures_total_yuan = table.Column<long>(type: "INTEGER", nullable: false),
                    figures_year_to_date_yuan = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_standings", x => new { x.year, x.unit });
                });

            migrationBuilder.CreateTable(
                name: "visits",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    project_title = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    visit_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    visitors = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    findings = table.Column<string>(type: "TEXT", nullable: false),
                    attachments = table.Column<string>(type: "TEXT", nullable: false),
                    next_visit_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    recorder = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "withdrawal_proposals",
                columns: table => new
                {
                    project = table.Column<string>(type: "TEXT", nullable: false),
                    project_title = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    periods = table.Column<string>(type: "TEXT", nullable: false),
                    propose_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawal_proposals", x => x.project);
                });

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
                name: "ix_project_standings_year_position_project",
                table: "project_standings",
                columns: new[] { "year", "position", "project" });

            migrationBuilder.CreateIndex(
                name: "ix_project_standings_year_unit",
                table: "project_standings",
                columns: new[] { "year", "unit" });

            migrationBuilder.CreateIndex(
                name: "ix_visits_next_visit_date",
                table: "visits",
                column: "next_visit_date",
                filter: "next_visit_date IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_visits_project_visit_date",
                table: "visits",
                columns: new[] { "project", "visit_date" });

            migrationBuilder.CreateIndex(
                name: "ix_visits_unit_id",
                table: "visits",
                columns: new[] { "unit", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_withdrawal_proposals_state",
                table: "withdrawal_proposals",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "plan_revisions");

            migrationBuilder.DropTable(
                name: "project_standings");

            migrationBuilder.DropTable(
                name: "unit_standings");

            migrationBuilder.DropTable(
                name: "visits");

            migrationBuilder.DropTable(
                name: "withdrawal_proposals");

            migrationBuilder.DropColumn(
                name: "missing_procedures",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "visit",
                table: "problems");
        }
    }
}
