using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProjectCatalog.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PlanRevisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "growth_target_bp",
                table: "plans",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "issuer",
                table: "plans",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "issuer",
                table: "plan_revisions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "acknowledgements",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    acknowledged_revision = table.Column<int>(type: "INTEGER", nullable: false),
                    acknowledge_time = table.Column<DateTime>(type: "TEXT", nullable: true),
                    person = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acknowledgements", x => new { x.year, x.unit });
                    table.ForeignKey(
                        name: "fk_acknowledgements_plans_year",
                        column: x => x.year,
                        principalTable: "plans",
                        principalColumn: "year",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "screenings",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false),
                    person = table.Column<string>(type: "TEXT", nullable: false),
                    candidate_count = table.Column<int>(type: "INTEGER", nullable: false),
                    chosen_count = table.Column<int>(type: "INTEGER", nullable: false),
                    score = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screenings", x => new { x.year, x.number });
                    table.ForeignKey(
                        name: "fk_screenings_plans_year",
                        column: x => x.year,
                        principalTable: "plans",
                        principalColumn: "year",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "screening_records",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    decisions = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_records", x => new { x.year, x.number });
                    table.ForeignKey(
                        name: "fk_screening_records_screenings_year_number",
                        columns: x => new { x.year, x.number },
                        principalTable: "screenings",
                        principalColumns: new[] { "year", "number" },
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "acknowledgements");

            migrationBuilder.DropTable(
                name: "screening_records");

            migrationBuilder.DropTable(
                name: "screenings");

            migrationBuilder.DropColumn(
                name: "growth_target_bp",
                table: "plans");

            migrationBuilder.DropColumn(
                name: "issuer",
                table: "plans");

            migrationBuilder.DropColumn(
                name: "issuer",
                table: "plan_revisions");
        }
    }
}
