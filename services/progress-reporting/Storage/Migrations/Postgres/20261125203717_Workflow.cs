using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProgressReporting.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Workflow : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "extended_due_date",
                table: "returns",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "extended_late_from",
                table: "returns",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "extension_reason",
                table: "returns",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "submissions",
                table: "returns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "submitted_sha256",
                table: "returns",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<DateTime>(
                name: "close_time",
                table: "periods",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "physical_progress",
                table: "investments",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "physical_progress_bp",
                table: "investments",
                type: "integer",
                nullable: true);

            // What was accepted before is in the lines of the accepted returns.
            migrationBuilder.Sql(
                """
                UPDATE investments SET
                    physical_progress = COALESCE((SELECT l.physical_progress FROM return_lines l JOIN returns r ON r.id = l."return"
                        WHERE l.project = investments.project AND r.period = investments.period AND r.state = 6), ''),
                    physical_progress_bp = (SELECT l.physical_progress_bp FROM return_lines l JOIN returns r ON r.id = l."return"
                        WHERE l.project = investments.project AND r.period = investments.period AND r.state = 6)
                """);

            migrationBuilder.CreateIndex(
                name: "ix_periods_state",
                table: "periods",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_periods_state",
                table: "periods");

            migrationBuilder.DropColumn(
                name: "extended_due_date",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "extended_late_from",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "extension_reason",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "submissions",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "submitted_sha256",
                table: "returns");

            migrationBuilder.DropColumn(
                name: "close_time",
                table: "periods");

            migrationBuilder.DropColumn(
                name: "physical_progress",
                table: "investments");

            migrationBuilder.DropColumn(
                name: "physical_progress_bp",
                table: "investments");
        }
    }
}
