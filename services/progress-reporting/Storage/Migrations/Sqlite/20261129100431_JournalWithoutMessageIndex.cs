using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProgressReporting.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class JournalWithoutMessageIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journal_message_id",
                table: "journal");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_journal_message_id",
                table: "journal",
                column: "message_id",
                unique: true);
        }
    }
}
