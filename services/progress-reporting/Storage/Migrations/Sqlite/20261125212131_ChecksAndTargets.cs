using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProgressReporting.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ChecksAndTargets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "completes_in_year",
                table: "return_lines",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "findings",
                table: "return_lines",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "new_start",
                table: "return_lines",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "preliminary",
                table: "return_lines",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "growth_target_bp",
                table: "plans",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "completes_in_year",
                table: "plan_entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "new_start",
                table: "plan_entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "preliminary",
                table: "plan_entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "targets",
                columns: table => new
                {
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    target_bp = table.Column<int>(type: "INTEGER", nullable: false),
                    units = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    create_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    update_time = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_targets", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "unit_figures",
                columns: table => new
                {
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    year_to_date_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    last_year_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    accept_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    frozen = table.Column<bool>(type: "INTEGER", nullable: false),
                    frozen_year_to_date_yuan = table.Column<long>(type: "INTEGER", nullable: true),
                    frozen_last_year_yuan = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_figures", x => new { x.period, x.unit });
                });

            // What was accepted before is in the heads of the accepted returns.
            migrationBuilder.Sql(
                """
                INSERT INTO unit_figures (period, unit, year_to_date_yuan, last_year_yuan, accept_time, frozen)
                SELECT period, unit, unit_investment_ytd_yuan, unit_investment_last_year_yuan, accept_time, false FROM returns WHERE state = 6 AND accept_time IS NOT NULL
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "targets");

            migrationBuilder.DropTable(
                name: "unit_figures");

            migrationBuilder.DropColumn(
                name: "completes_in_year",
                table: "return_lines");

            migrationBuilder.DropColumn(
                name: "findings",
                table: "return_lines");

            migrationBuilder.DropColumn(
                name: "new_start",
                table: "return_lines");

            migrationBuilder.DropColumn(
                name: "preliminary",
                table: "return_lines");

            migrationBuilder.DropColumn(
                name: "growth_target_bp",
                table: "plans");

            migrationBuilder.DropColumn(
                name: "completes_in_year",
                table: "plan_entries");

            migrationBuilder.DropColumn(
                name: "new_start",
                table: "plan_entries");

            migrationBuilder.DropColumn(
                name: "preliminary",
                table: "plan_entries");
        }
    }
}
