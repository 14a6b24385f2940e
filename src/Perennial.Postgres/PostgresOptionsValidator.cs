using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Perennial.Postgres;

internal sealed partial class PostgresOptionsValidator(IServiceProviderIsService services) : IValidateOptions<PostgresOptions>
{
    private const int LongestSite = 100;

    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        string[] errors =
        [
            .. Connection(options.ConnectionString),
            .. Names(options),
            .. Within("MaxBytes", options.MaxBytes, 1 << 20, long.MaxValue >> 1),
            .. Within("MaxEntries", options.MaxEntries, 1, 100_000_000),
            .. Within("MaxEntryBytes", options.MaxEntryBytes, 1 << 10, 512 << 20),
            .. Time("PollInterval", options.PollInterval),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Connection(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!services.IsService(typeof(NpgsqlDataSource)))
            {
                yield return "PER7001 Perennial:Postgres:ConnectionString is not set, and the app has no NpgsqlDataSource. Set "
                    + "ConnectionStrings:perennial, for example 'Host=db;Username=site;Password=…;Database=site'.";
            }

            yield break;
        }

        // Never the text itself: it holds a password.
        string? wrong = null;
        try
        {
            wrong = string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host) ? "It names no Host." : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            wrong = error.Message;
        }

        if (wrong is not null)
        {
            yield return $"PER7001 Perennial:Postgres:ConnectionString is no connection string of Npgsql's: {wrong} "
                + "Write it as 'Host=db;Username=site;Password=…;Database=site'.";
        }
    }

    private static IEnumerable<string> Names(PostgresOptions options)
    {
        if (!SchemaName().IsMatch(options.Schema ?? "") || options.Schema!.StartsWith("pg_", StringComparison.Ordinal))
        {
            yield return $"PER7002 Perennial:Postgres:Schema '{options.Schema}' is no name of a schema. "
                + "Give 1 to 63 of the characters a-z, 0-9 and _, beginning with a letter, and not with 'pg_'.";
        }

        if (string.IsNullOrWhiteSpace(options.Site) || options.Site.Length > LongestSite || options.Site.Any(static c => !char.IsAscii(c) || char.IsControl(c)))
        {
            yield return $"PER7002 Perennial:Postgres:Site '{options.Site}' is no name of a site. Give 1 to {LongestSite} ASCII characters.";
        }
    }

    private static IEnumerable<string> Within(string path, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            yield return $"PER7003 Perennial:Postgres:{path} is {value}. Give a number from {least} to {most}.";
        }
    }

    private static IEnumerable<string> Time(string path, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromMinutes(5))
        {
            yield return $"PER7003 Perennial:Postgres:{path} '{value}' is no length of time that can be meant. "
                + "Give 100 milliseconds to 5 minutes, for example '00:00:02'.";
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();
}
