using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Perennial.Deployment;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Deployment;

public sealed class DeploymentIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_default_is_the_builds_id()
    {
        var identity = Identity(null, Manifest(null));

        Assert.Equal(("build", "build"), (identity.Id, identity.KeyId));
    }

    [Fact]
    public void Without_a_build_it_is_what_is_configured_and_none_otherwise()
    {
        Assert.Null(Identity(null, null).Id);
        Assert.Null(Identity("", null).KeyId);
        Assert.Equal(("v1", "v1"), (Identity("v1", null).Id, Identity("v1", null).KeyId));
    }

    [Fact]
    public void It_is_bound_from_the_settings()
    {
        var options = new PerennialOptions();
        new ConfigurationBuilder().AddInMemoryCollection([new("Deployment:Id", "v7")]).Build().Bind(options);

        Assert.Equal("v7", options.Deployment.Id);
    }

    // Its pages carry it, so the server that shows them must say the same.
    [Fact]
    public void A_build_keeps_the_id_that_it_was_made_with()
    {
        var identity = Identity("v2", Manifest("v1"));

        Assert.Equal(("v1", "v2", "build@v1"), (identity.Id, identity.Configured, identity.KeyId));
    }

    [Fact]
    public void While_a_build_is_made_it_is_what_the_build_will_have()
    {
        var unnamed = Identity(null, null);
        var named = Identity("v1", null);

        unnamed.Begin("build");
        named.Begin("build");

        Assert.Equal(("build", "build"), (unnamed.Id, unnamed.KeyId));
        Assert.Equal(("v1", "build@v1"), (named.Id, named.KeyId));
    }

    [Theory]
    [InlineData("v2", "A page of deployment 'v2' asked, and 'v1' answers")]
    [InlineData("a\nb", "A page of deployment 'something that is no id' asked, and 'v1' answers")]
    [InlineData("v1", null)]
    [InlineData(null, null)]
    public void A_page_of_another_deployment_is_noticed(string? theirs, string? line)
    {
        var context = new DefaultHttpContext();
        if (theirs is not null)
        {
            context.Request.Headers["x-deployment-id"] = theirs;
        }

        Identity("v1", null).Stamp(context);

        Assert.Equal("v1", context.Response.Headers["x-deployment-id"]);
        Assert.Equal(line is null ? [] : [line], _log);
    }

    [Theory]
    [InlineData("../v1")]
    [InlineData("a b")]
    [InlineData("ümlaut")]
    public void What_is_no_id_is_an_error_with_its_value(string id) => Assert.StartsWith(
        $"PER1260 Perennial:Deployment:Id '{id}' is no deployment id.",
        Assert.Single(DeploymentOptionsValidator.Validate(new() { Id = id })),
        StringComparison.Ordinal);

    private static BuildManifest Manifest(string? deploymentId) =>
        new() { BuildId = "build", DeploymentId = deploymentId, CreatedAt = DateTimeOffset.UnixEpoch, Perennial = "", Routes = [] };

    private DeploymentIdentity Identity(string? id, BuildManifest? manifest)
    {
        var options = new DeploymentOptions { Id = id, BuildDirectory = _folder.Path };
        if (manifest is not null)
        {
            File.WriteAllBytes(Path.Join(_folder.Path, BuildManifestFile.Name), BuildManifestFile.Write(manifest));
        }

        return new(options, BuildOutput.Open(options), new ListLogger(_log));
    }

    private sealed class ListLogger(List<string> lines) : ILogger<DeploymentIdentity>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
