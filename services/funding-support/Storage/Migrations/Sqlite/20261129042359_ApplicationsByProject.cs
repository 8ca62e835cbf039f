using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.FundingSupport.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ApplicationsByProject : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_applications_project_id",
                table: "applications",
                columns: new[] { "project", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_applications_project_id",
                table: "applications");
        }
    }
}
