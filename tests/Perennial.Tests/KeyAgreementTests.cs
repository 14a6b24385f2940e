using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Deployment;
using Perennial.Deployment.Keys;
using Perennial.Testing.Fleet;
using Perennial.Tests.Caching;

namespace Perennial.Tests;

public sealed class KeyAgreementTests
{
    private static readonly byte[] Old = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
    private static readonly byte[] New = [.. Enumerable.Range(50, 32).Select(static i => (byte)i)];

    private readonly MemoryFleet _fleet = new();
    private readonly CollectingLogger<KeyAgreement> _logger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instances_of_one_build_with_one_key_start()
    {
        await StartAsync("b", Old);
        await StartAsync("b", Old);

        Assert.Empty(_logger.Texts);
    }

    [Fact]
    public async Task An_instance_of_the_same_build_with_another_key_does_not_start()
    {
        await StartAsync("b", Old);

        var error = await Assert.ThrowsAsync<PerennialException>(() => StartAsync("b", New));

        Assert.Equal("PER1205", error.Code);
        Assert.DoesNotContain(Convert.ToBase64String(New), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_instances_that_start_at_once_with_other_keys_one_does_not_start()
    {
        var parts = await OpenAsync(_fleet.AddNode());
        var store = new OvertakenStore(parts.Store!, () => StartAsync("b", Old));

        var error = await Assert.ThrowsAsync<PerennialException>(() => Agreement("b", New).CheckAsync(store, Token));

        Assert.Equal("PER1205", error.Code);
    }

    [Fact]
    public async Task A_key_is_exchanged_in_three_steps()
    {
        await StartAsync("b", Old);
        await StartAsync("b", New, Old);
        await StartAsync("b", New);

        Assert.Empty(_logger.Texts);
    }

    [Fact]
    public async Task Another_build_with_another_key_starts_and_is_warned()
    {
        await StartAsync("b", Old);
        await StartAsync("c", New);

        Assert.Contains("PERENNIAL_ENCRYPTION_KEY", Assert.Single(_logger.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_is_down_keeps_nobody_from_starting()
    {
        var node = _fleet.AddNode();
        var parts = await OpenAsync(node);
        node.Disconnect();

        await Agreement("b", Old).CheckAsync(parts.Store!, Token);
    }

    private async Task StartAsync(string build, params byte[][] keys) =>
        await Agreement(build, keys).CheckAsync((await OpenAsync(_fleet.AddNode())).Store!, Token);

    private KeyAgreement Agreement(string build, params byte[][] keys)
    {
        var options = new DeploymentOptions { BuildDirectory = Path.Join(Path.GetTempPath(), "perennial-no-build") };
        var identity = new DeploymentIdentity(options, BuildOutput.Open(options), NullLogger<DeploymentIdentity>.Instance);
        identity.Begin(build);
        return new(new(keys, null), identity, TimeProvider.System, _logger);
    }

    private static ValueTask<StorageParts> OpenAsync(MemoryNode node) => node.OpenAsync(
        new()
        {
            Purpose = StoragePurpose.Serve,
            SiteUrl = null,
            BuildId = "b",
            Options = new(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        },
        Token);

    /// <summary>Somebody else is faster, between the first look and the first write.</summary>
    private sealed class OvertakenStore(ICacheStore inner, Func<Task> overtake) : ICacheStore
    {
        private Func<Task>? _overtake = overtake;

        public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => inner.GetAsync(key, kind, cancellationToken);

        public async ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
        {
            var first = Interlocked.Exchange(ref _overtake, null);
            await (first?.Invoke() ?? Task.CompletedTask);
            return await inner.PutAsync(key, entry, condition, cancellationToken);
        }

        public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
            inner.RemoveAsync(key, kind, condition, cancellationToken);
    }
}
