using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>All that is wrong, at once.</summary>
internal sealed class RedisOptionsValidator(IServiceProviderIsService services) : IValidateOptions<RedisOptions>
{
    private const int LongestPrefix = 64;

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        string[] errors =
        [
            .. Connection(options.ConnectionString),
            .. Prefix(options.Prefix),
            .. Within("Database", options.Database ?? 0, 0, 1_000_000),
            .. Within("MaxEntryBytes", options.MaxEntryBytes, 1024, 512 << 20),
            .. Within("WaitForReplicas", options.WaitForReplicas, 0, 100),
            .. Time("PollInterval", options.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            .. Time("EntryTimeToLive", options.EntryTimeToLive, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Connection(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!services.IsService(typeof(IConnectionMultiplexer)))
            {
                yield return "PER7100 There is no Redis to connect to. Set ConnectionStrings:perennial or Perennial:Redis:ConnectionString, "
                    + "give it to UseRedis, or register an IConnectionMultiplexer.";
            }
        }
        else if (!RedisSettings.TryRead(text, out _))
        {
            // Without the text: it holds a password.
            yield return "PER7101 The connection string of Redis cannot be read. Write it as StackExchange.Redis has it, "
                + "for example 'redis.example.com:6380,ssl=true,user=site,password=...'.";
        }
    }

    private static IEnumerable<string> Prefix(string prefix)
    {
        if (prefix is not { Length: > 0 and <= LongestPrefix } || prefix.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':')))
        {
            yield return $"PER7102 Perennial:Redis:Prefix '{prefix}' cannot begin a key. Give 1 to {LongestPrefix} letters, digits and '-', '_', '.', ':'.";
        }
    }

    private static IEnumerable<string> Within(string path, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            yield return $"PER7103 Perennial:Redis:{path} is {value}. Give a number from {least} to {most}.";
        }
    }

    private static IEnumerable<string> Time(string path, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            yield return $"PER7104 Perennial:Redis:{path} '{value}' is no length of time that can be meant. Give '{least}' to '{most}'.";
        }
    }
}
