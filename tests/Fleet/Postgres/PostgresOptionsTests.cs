using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Perennial.Postgres;

namespace Perennial.Fleet.Postgres;

public sealed class PostgresOptionsTests
{
    [Fact]
    public void What_is_wrong_is_said_all_at_once()
    {
        var result = Validate(new()
        {
            ConnectionString = "Hots=db",
            Schema = "Perennial; drop",
            Site = "",
            PollInterval = TimeSpan.Zero,
            MaxBytes = 0,
            MaxEntries = 0,
            MaxEntryBytes = 0,
        });

        Assert.Equal(
            ["PER7001", "PER7002", "PER7002", "PER7003", "PER7003", "PER7003", "PER7003"],
            result.Failures!.Select(static failure => failure[..7]));
    }

    [Theory]
    [InlineData("pg_catalog")]
    [InlineData("1st")]
    [InlineData("a\"b")]
    [InlineData("ünïcode")]
    public void A_name_that_is_none_of_a_schema_is_refused(string schema) =>
        Assert.Contains("PER7002", Validate(new() { ConnectionString = "Host=db", Schema = schema }).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void A_password_is_never_shown() =>
        Assert.DoesNotContain("secret", Validate(new() { ConnectionString = "Password=secret;Hots=db" }).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void Without_a_connection_string_it_takes_a_data_source_of_the_app()
    {
        Assert.Contains("PER7001", Validate(new()).FailureMessage, StringComparison.Ordinal);
        Assert.True(Validate(new(), static services => services.AddSingleton(NpgsqlDataSource.Create("Host=db"))).Succeeded);
    }

    [Fact]
    public void The_defaults_are_right_where_the_database_is_named() => Assert.True(Validate(new() { ConnectionString = "Host=db" }).Succeeded);

    private static ValidateOptionsResult Validate(PostgresOptions options, Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        register?.Invoke(services);
        return new PostgresOptionsValidator(services.BuildServiceProvider().GetRequiredService<IServiceProviderIsService>()).Validate(null, options);
    }
}
