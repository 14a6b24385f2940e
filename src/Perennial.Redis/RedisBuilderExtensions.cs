using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Perennial.Redis;

/// <summary>The call that an app makes.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>
    /// Keeps entries, invalidations and leases in Redis, for all servers of the site. Options come from the section
    /// <c>Perennial:Redis</c>, then from <paramref name="configure"/>. A server that starts before Redis does waits for nothing:
    /// it serves what it renders until Redis is there.
    /// </summary>
    /// <param name="builder">What <c>AddPerennial</c> returns.</param>
    /// <param name="connectionString">
    /// A connection string of StackExchange.Redis. Null: the option, then <c>ConnectionStrings:perennial</c>, then the
    /// <see cref="StackExchange.Redis.IConnectionMultiplexer"/> that the app registered.
    /// </param>
    /// <param name="configure">Sets options.</param>
    public static PerennialBuilder UseRedis(
        this PerennialBuilder builder, string? connectionString = null, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<RedisOptions>()
            .Configure<IConfiguration>((options, configuration) =>
            {
                options.ConnectionString = configuration.GetConnectionString("perennial");
                configuration.GetSection("Perennial:Redis").Bind(options);
                options.ConnectionString = connectionString ?? options.ConnectionString;
            });
        builder.AddSettings(new("Redis", typeof(RedisOptions)));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        return builder.UseStorage<RedisStorage>();
    }
}
