using Renovation.Gateway;

return await GatewayHost.RunAsync(GatewayHost.Build(args));
