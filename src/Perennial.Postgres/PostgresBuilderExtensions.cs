using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Perennial.Postgres;

/// <summary>The call that an app makes.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>
    /// Lets servers share entries, invalidations and leases in PostgreSQL; options come from the section
    /// <c>Perennial:Postgres</c>, then from <paramref name="configure"/>. While the database cannot be reached the site goes on,
    /// and shows what it has as stale.
    /// </summary>
    /// <param name="builder">What <c>AddPerennial</c> returns.</param>
    /// <param name="connectionString">Where the database is; null: as <see cref="PostgresOptions.ConnectionString"/> says.</param>
    /// <param name="configure">Changes options.</param>
    public static PerennialBuilder UsePostgres(
        this PerennialBuilder builder, string? connectionString = null, Action<PostgresOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<PostgresOptions>()
            .Configure<IConfiguration>(static (options, configuration) => configuration.GetSection("Perennial:Postgres").Bind(options));
        builder.AddSettings(new("Postgres", typeof(PostgresOptions)));
        options.Configure(options => options.ConnectionString = connectionString ?? options.ConnectionString);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.PostConfigure<IConfiguration>(static (options, configuration) => options.ConnectionString ??= configuration.GetConnectionString("perennial"));
        options.ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresOptions>, PostgresOptionsValidator>());
        return builder.UseStorage<PostgresProvider>();
    }
}
