using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Renovation.Shared.Identity;

/// <summary>Registers what access policies need.</summary>
public static class IdentityRegistration
{
    /// <summary>Registers the <see cref="UnitTree{TContext}"/> of a module, read from <paramref name="query"/>.</summary>
    public static IServiceCollection AddUnitTree<TContext>(this IServiceCollection services, Func<TContext, IQueryable<UnitNode>> query)
        where TContext : DbContext =>
        services.AddSingleton(provider => new UnitTree<TContext>(
            provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<TimeProvider>(), query));
}
