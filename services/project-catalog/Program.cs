using Renovation.ProjectCatalog;
using Renovation.Shared.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddRenovationDefaults();
builder.AddProjectCatalog();
builder.AddRenovationMessaging();
var app = builder.Build();
app.MapRenovationDefaults();
app.MapProjectCatalog();
return await RenovationHost.RunAsync(app);
