using Renovation.FundingSupport;
using Renovation.Shared.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddRenovationDefaults();
builder.AddFundingSupport();
builder.AddRenovationMessaging();
var app = builder.Build();
app.MapRenovationDefaults();
app.MapFundingSupport();
return await RenovationHost.RunAsync(app);
