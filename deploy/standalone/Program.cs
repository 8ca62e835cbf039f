using Renovation.Standalone;

return await StandaloneCommand.Create().Parse(args).InvokeAsync();
