using Microsoft.AspNetCore.Builder;

namespace Perennial.Examples.Documents;

// The tenants of docs/pages.md.
public sealed class TenantHosts(TenantDb db) : IHostPolicy
{
    public async ValueTask<bool> IsSiteAsync(string host, CancellationToken cancellationToken) =>
        host.EndsWith(".example.com", StringComparison.Ordinal) && await db.HasAsync(host, cancellationToken);
}

internal static class Tenancy
{
    public static void Add(WebApplicationBuilder builder) =>
        builder.AddPerennial(options => options.SiteUrl = "https://example.com").AddHostPolicy<TenantHosts>();
}

#pragma warning disable CA1822 // It stands for a service with state of its own.
public sealed class TenantDb
{
    public ValueTask<bool> HasAsync(string host, CancellationToken stop) => new(host.Length > 0);
}
