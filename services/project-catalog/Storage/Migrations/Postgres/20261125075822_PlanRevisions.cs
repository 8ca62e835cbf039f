using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProjectCatalog.Storage.Migrations.Postgres
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
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "issuer",
                table: "plans",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "issuer",
                table: "plan_revisions",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.CreateTable(
                name: "acknowledgements",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    acknowledged_revision = table.Column<int>(type: "integer", nullable: false),
                    acknowledge_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    person = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    rules = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    person = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    candidate_count = table.Column<int>(type: "integer", nullable: false),
                    chosen_count = table.Column<int>(type: "integer", nullable: false),
                    score = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    decisions = table.Column<string>(type: "text", nullable: false)
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
