using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>Opens files as officials do, with LibreOffice, and reads the pages that it would print.</summary>
internal static class Office
{
    /// <summary>Prints a file and gives the text of every page. With <c>RENOVATION_TEST_PAGES</c> naming a folder the pages are left there as pictures, to be looked at.</summary>
    /// <param name="name">Name of the file with its ending, which says what opens it.</param>
    public static Task<IReadOnlyList<string>> PrintAsync(string name, byte[] file) => OpenAsync<IReadOnlyList<string>>(
        name,
        file,
        "pdf",
        async pdf =>
        {
            if (Environment.GetEnvironmentVariable("RENOVATION_TEST_PAGES") is { Length: > 0 } pictures)
            {
                Directory.CreateDirectory(pictures);
                await RunAsync("pdftoppm", "-r", "60", "-png", pdf, Path.Combine(pictures, Path.GetFileNameWithoutExtension(name)));
            }

            var text = await RunAsync("pdftotext", "-layout", pdf, "-");
            return text.Split('\f', StringSplitOptions.RemoveEmptyEntries);
        });

    /// <summary>Opens a workbook and gives everything that is in it as one text: a flat OpenDocument spreadsheet.</summary>
    public static Task<string> ReadAsync(string name, byte[] file) => OpenAsync(name, file, "fods", flat => File.ReadAllTextAsync(flat, TestContext.Current.CancellationToken));

    private static async Task<T> OpenAsync<T>(string name, byte[] file, string format, Func<string, Task<T>> read)
    {
        var folder = Directory.CreateTempSubdirectory("renovation-office-").FullName;
        try
        {
            var (source, target) = (Path.Combine(folder, name), Path.Combine(folder, Path.ChangeExtension(name, format)));
            await File.WriteAllBytesAsync(source, file);

            // A profile of its own, so that two at once do not wait for each other.
            await RunAsync("soffice", $"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--convert-to", format, "--outdir", folder, source);
            File.Exists(target).ShouldBeTrue($"LibreOffice could not open {name}");
            return await read(target);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"Start the tests with tests/run: there is no {command}.");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return await output;
    }
}
