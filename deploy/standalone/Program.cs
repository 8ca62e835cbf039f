using Renovation.Shared.Hosting;
using Renovation.Standalone;

var parsed = StandaloneCommand.Create().Parse(args);
foreach (var error in parsed.Errors)
    await Console.Error.WriteLineAsync(error.Message);
return parsed.Errors.Count > 0 ? StartFailure.ExitCode : await parsed.InvokeAsync();
