using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProjectCatalog.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class WithdrawalProposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "unreported_periods",
                table: "projects",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "withdrawal_proposal_date",
                table: "projects",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_projects_id",
                table: "projects",
                column: "id",
                filter: "withdrawal_proposal_date IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_projects_id",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "unreported_periods",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "withdrawal_proposal_date",
                table: "projects");
        }
    }
}
