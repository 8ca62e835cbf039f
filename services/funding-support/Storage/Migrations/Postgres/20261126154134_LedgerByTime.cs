using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.FundingSupport.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LedgerByTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_ledger_postings_award",
                table: "ledger_postings",
                column: "award");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_postings_post_time_program_number",
                table: "ledger_postings",
                columns: new[] { "post_time", "program", "number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_ledger_postings_award",
                table: "ledger_postings");

            migrationBuilder.DropIndex(
                name: "ix_ledger_postings_post_time_program_number",
                table: "ledger_postings");
        }
    }
}
