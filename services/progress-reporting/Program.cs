using Renovation.ProgressReporting;
using Renovation.Shared.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddRenovationDefaults();
builder.AddProgressReporting();
builder.AddRenovationMessaging();
var app = builder.Build();
app.MapRenovationDefaults();
app.MapProgressReporting();
return await RenovationHost.RunAsync(app);
