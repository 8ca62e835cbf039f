using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProjectCatalog.Storage.Migrations.Postgres
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
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<DateOnly>(
                name: "withdrawal_proposal_date",
                table: "projects",
                type: "date",
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
