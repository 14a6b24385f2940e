using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>A connection as a site needs it, where the connection string does not say otherwise.</summary>
internal static class RedisSettings
{
    public static bool TryRead(string text, [NotNullWhen(true)] out ConfigurationOptions? settings)
    {
        try
        {
            settings = ConfigurationOptions.Parse(text);
        }
        catch (ArgumentException)
        {
            settings = null;
            return false;
        }

        if (settings.EndPoints.Count is 0)
        {
            settings = null;
            return false;
        }

        // A server that starts before its Redis serves what it has, and connects by itself.
        settings.AbortOnConnectFail = false;

        // Or the client does not even ask for the setting that says how durable an invalidation is.
        settings.AllowAdmin = true;

        // What waits in line for a connection is answered by nobody: a page is better rendered, and an invalidation tried again.
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ReconnectRetryPolicy = new LinearRetry(500);
        settings.ConnectTimeout = Says("connectTimeout") ? settings.ConnectTimeout : 2000;
        settings.KeepAlive = Says("keepAlive") ? settings.KeepAlive : 2;
        settings.ClientName ??= "perennial";
        return true;

        bool Says(string name) => text.Contains(name + "=", StringComparison.OrdinalIgnoreCase);
    }
}
