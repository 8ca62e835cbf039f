using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Renovation.ProjectCatalog.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LiveLibrary : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_enterprises_directory_state_uscc",
                table: "enterprises");

            migrationBuilder.AddColumn<string>(
                name: "enterprise_former_titles",
                table: "projects",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "missing_procedures",
                table: "projects",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "search",
                table: "projects",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "stage_before",
                table: "projects",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "declared_month",
                table: "enterprises",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "expected_month",
                table: "enterprises",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "former_titles",
                table: "enterprises",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateOnly>(
                name: "listed_month",
                table: "enterprises",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "merged_into",
                table: "enterprises",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "not_listed_cause",
                table: "enterprises",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "production_status",
                table: "enterprises",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "revenue_month",
                table: "enterprises",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "revenue_yuan",
                table: "enterprises",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "urge_count",
                table: "enterprises",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "urge_time",
                table: "enterprises",
                type: "timestamp with time zone",
                nullable: true);

            SearchIndexes.CreatePostgres(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            SearchIndexes.Drop(migrationBuilder, sqlite: false);

            migrationBuilder.DropColumn(
                name: "enterprise_former_titles",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "missing_procedures",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "search",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "stage_before",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "declared_month",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "expected_month",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "former_titles",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "listed_month",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "not_listed_cause",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "production_status",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "revenue_month",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "revenue_yuan",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "urge_count",
                table: "enterprises");

            migrationBuilder.DropColumn(
                name: "urge_time",
                table: "enterprises");

            migrationBuilder.CreateIndex(
                name: "ix_enterprises_directory_state_uscc",
                table: "enterprises",
                columns: new[] { "directory_state", "uscc" });
        }
    }
}
