using System.Diagnostics.CodeAnalysis;
using Perennial.Caching;
using static Perennial.Testing.Conformance.ConformanceException;

namespace Perennial.Testing.Conformance;

/// <summary>
/// What every <see cref="ICacheStore"/> promises. Derive, give an empty store per case, and run each of
/// <see cref="Cases"/> as a test of its own. The cases never fill more than a few megabytes.
/// </summary>
[Experimental("PERNL001")]
public abstract class CacheStoreConformance
{
    /// <summary>The cases.</summary>
    public IReadOnlyList<ConformanceCase> Cases =>
    [
        new("what is not there is null", Absent),
        new("what was kept comes back whole", ComesBack),
        new("facts that are absent stay absent", BareFacts),
        new("tags of any characters come back as they were", AnyTags),
        new("an entry without sections and with empty ones comes back", EmptySections),
        new("a large entry comes back", Large),
        new("the last entry kept is the one that comes back", LastWins),
        new("what was removed is gone, and removing it again is nothing", Removes),
        new("keys that differ in one byte are different keys", NearKeys),
        new("keys of any characters are keys", NastyKeys),
        new("writers and readers of one key at once never see a torn or older entry", Contention),
        new("a version changes with each write, and is the one that comes back", Versions),
        new("what was written since is not replaced, and it is said what stands there", Superseded),
        new("of many that want an empty place one gets it", OneWins),
        new("a removal on condition leaves what was written since", RemovesOnCondition),
        new("a cancelled call is cancelled", Cancelled),
        new("after a restart an entry is whole or absent, and never an older one", Restarts),
    ];

    /// <summary>Whether it compares before it writes. A store that does not is for one process alone.</summary>
    protected virtual bool HasVersions => true;

    /// <summary>A new store that shares nothing with the ones before it.</summary>
    protected abstract ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken);

    /// <summary>Ends the store and opens what it left behind; by default an empty one.</summary>
    protected virtual ValueTask<ICacheStore> ReopenAsync(ICacheStore store, CancellationToken cancellationToken) =>
        CreateAsync(cancellationToken);

    private static EntryKey Key(params string?[] parts)
    {
        var builder = new EntryKeyBuilder();
        foreach (var part in parts)
        {
            builder.Add(part);
        }

        return builder.Build();
    }

    private static CacheEntry Entry(long number, int size = 2000, IReadOnlyList<CacheTag>? tags = null)
    {
        var payload = new byte[size];
        new Random((int)number).NextBytes(payload);
        return new(
            new()
            {
                Kind = CacheKind.Component,
                Tags = tags ?? [CacheTag.User("posts"), CacheTag.Path("/x"), CacheTag.Route("/{x}")],
                Position = new(new Guid(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 7]), number),
                CreatedAt = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero),
                Lifetime = Lifetime.Of(60),
                ETag = $"etag-{number}",
                Extension = ".html",
                Code = "code",
                BuildId = "build",
                RunId = $"run-{number}",
                RenderTime = TimeSpan.FromMilliseconds(number),
                Label = "/x (de)",
            },
            [new byte[] { 1 }, payload]);
    }

    private static void RequireSame(CacheEntry expected, StoredEntry? stored, string promise)
    {
        Require(stored is not null, $"{promise}: nothing came back.");
        var actual = stored!.Entry;
        var (a, b) = (expected.Facts, actual.Facts);
        Require(a with { Tags = [] } == b with { Tags = [] } || Same(a, b), $"{promise}: kept {a}, got {b}.");
        Require(a.Tags.SequenceEqual(b.Tags), $"{promise}: the tags are others.");
        Require(
            expected.Sections.Count == actual.Sections.Count
                && expected.Sections.Zip(actual.Sections).All(static pair => pair.First.Span.SequenceEqual(pair.Second.Span)),
            $"{promise}: the sections are others.");
    }

    private static bool Same(EntryFacts a, EntryFacts b) =>
        (a.Kind, a.Position, a.CreatedAt, a.Lifetime, a.ETag, a.Extension, a.IsNegative)
        == (b.Kind, b.Position, b.CreatedAt, b.Lifetime, b.ETag, b.Extension, b.IsNegative);

    private static async Task Keeps(ICacheStore store, EntryKey key, CacheEntry entry, string promise, CancellationToken token)
    {
        await store.PutAsync(key, entry, PutCondition.Always, token);
        RequireSame(entry, await store.GetAsync(key, entry.Facts.Kind, token), promise);
    }

    private async Task Absent(CancellationToken token)
    {
        var store = await CreateAsync(token);
        Require(await store.GetAsync(Key("x"), CacheKind.Component, token) is null, "An empty store gave an entry.");
    }

    private async Task ComesBack(CancellationToken token) =>
        await Keeps(await CreateAsync(token), Key("x"), Entry(1), "What was kept comes back", token);

    private async Task BareFacts(CancellationToken token)
    {
        var entry = Entry(1);
        entry = new(entry.Facts with { ETag = null, Extension = null, Lifetime = Lifetime.Forever, Tags = [] }, entry.Sections);
        await Keeps(await CreateAsync(token), Key("x"), entry, "Absent facts stay absent", token);
        entry = new(entry.Facts with { ETag = "", Lifetime = new(TimeSpan.Zero, TimeSpan.Zero) }, entry.Sections);
        await Keeps(await CreateAsync(token), Key("x"), entry, "Empty facts are not absent", token);
    }

    private async Task AnyTags(CancellationToken token)
    {
        CacheTag[] tags = ["a,b", "a\nb", "a:b", "*", "\0", "\ud800", "\ufffd", "é", "e\u0301", "😀", new string('x', CacheTag.MaxLength)];
        await Keeps(await CreateAsync(token), Key("x"), Entry(1, tags: tags), "Tags come back", token);
    }

    private async Task EmptySections(CancellationToken token)
    {
        var store = await CreateAsync(token);
        await Keeps(store, Key("x"), new(Entry(1).Facts, []), "No sections", token);
        await Keeps(store, Key("x"), new(Entry(1).Facts, [Array.Empty<byte>(), Array.Empty<byte>()]), "Empty sections", token);
    }

    private async Task Large(CancellationToken token) =>
        await Keeps(await CreateAsync(token), Key("x"), Entry(1, size: 2_000_000), "A large entry comes back", token);

    private async Task LastWins(CancellationToken token)
    {
        var store = await CreateAsync(token);
        for (var i = 1; i <= 20; i++)
        {
            await Keeps(store, Key("x"), Entry(i, size: 100 * (20 - i)), "The last entry comes back", token);
        }
    }

    private async Task Removes(CancellationToken token)
    {
        var store = await CreateAsync(token);
        await store.PutAsync(Key("x"), Entry(1), PutCondition.Always, token);
        await store.PutAsync(Key("y"), Entry(2), PutCondition.Always, token);
        await store.RemoveAsync(Key("x"), CacheKind.Component, PutCondition.Always, token);
        await store.RemoveAsync(Key("x"), CacheKind.Component, PutCondition.Always, token);
        await store.RemoveAsync(Key("never"), CacheKind.Component, PutCondition.Always, token);
        Require(await store.GetAsync(Key("x"), CacheKind.Component, token) is null, "A removed entry came back.");
        RequireSame(Entry(2), await store.GetAsync(Key("y"), CacheKind.Component, token), "Another key's entry stays");
        await Keeps(store, Key("x"), Entry(3), "A removed key can be kept again", token);
    }

    private async Task NearKeys(CancellationToken token)
    {
        var store = await CreateAsync(token);
        EntryKey[] keys = [Key("a", "b"), Key("ab"), Key("a", null, "b"), Key("a", "", "b"), Key("A", "b"), Key("a", "b", ""), new([1, 2]), new([1, 2, 0])];
        for (var i = 0; i < keys.Length; i++)
        {
            await store.PutAsync(keys[i], Entry(i), PutCondition.Always, token);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            RequireSame(Entry(i), await store.GetAsync(keys[i], CacheKind.Component, token), $"Key {i} has its own entry");
        }
    }

    private async Task NastyKeys(CancellationToken token)
    {
        var store = await CreateAsync(token);
        string[] values = ["../../x", "..\\x", "C:\\x", "CON", "x.", "x ", "x:y", "\0", "/etc/passwd", "😀", "é", "e\u0301", "%2e%2e", new string('x', 5000)];
        for (var i = 0; i < values.Length; i++)
        {
            await store.PutAsync(Key(values[i]), Entry(i), PutCondition.Always, token);
        }

        for (var i = 0; i < values.Length; i++)
        {
            RequireSame(Entry(i), await store.GetAsync(Key(values[i]), CacheKind.Component, token), $"Key {i} has its own entry");
        }
    }

    private async Task Contention(CancellationToken token)
    {
        const int Versions = 60;
        var store = await CreateAsync(token);
        var key = Key("hot");
        var acknowledged = 0L;
        var writer = Task.Run(
            async () =>
            {
                for (var i = 1; i <= Versions; i++)
                {
                    await store.PutAsync(key, Entry(i, size: 500 + (i * 100)), PutCondition.Always, token);
                    Interlocked.Exchange(ref acknowledged, i);
                }
            },
            token);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                for (var isLast = false; !isLast;)
                {
                    isLast = writer.IsCompleted;
                    var least = Interlocked.Read(ref acknowledged);
                    if (await store.GetAsync(key, CacheKind.Component, token) is { } read)
                    {
                        var number = read.Entry.Facts.Position.Number;
                        Require(number >= least, $"Version {least} was acknowledged, and {number} came back.");
                        RequireSame(Entry(number, size: 500 + ((int)number * 100)), read, "A version is whole");
                    }
                }
            },
            token)).ToList();
        await Task.WhenAll([writer, .. readers]);
    }

    private async Task Versions(CancellationToken token)
    {
        var store = await CreateAsync(token);
        var first = await KeptAsync(store, Entry(1), PutCondition.IfAbsent, token);
        Require(await VersionAsync(store, token) == first, "The version of a write is the one that is read.");
        var second = await KeptAsync(store, Entry(2), PutCondition.IfVersion(first), token);
        Require(first != second || !HasVersions, "Two entries of one key have two versions.");
        Require(await VersionAsync(store, token) == second, "The version of the second write is the one that is read.");
    }

    private async Task Superseded(CancellationToken token)
    {
        var store = await CreateAsync(token);
        var first = await KeptAsync(store, Entry(1), PutCondition.IfAbsent, token);
        await KeptAsync(store, Entry(8), PutCondition.IfVersion(first), token);
        if (!HasVersions)
        {
            RequireSame(Entry(8), await store.GetAsync(Key("x"), CacheKind.Component, token), "Without versions the last one stands");
            return;
        }

        foreach (var condition in new[] { PutCondition.IfVersion(first), PutCondition.IfAbsent })
        {
            var result = await store.PutAsync(Key("x"), Entry(5), condition, token);
            Require(result is PutResult.Superseded, $"Entry 8 was kept since version {first} was read, and 5 got {result}.");
            RequireSame(Entry(8), (result as PutResult.Superseded)!.Current, "It is said what stands there");
        }

        RequireSame(Entry(8), await store.GetAsync(Key("x"), CacheKind.Component, token), "What was refused changes nothing");
    }

    private async Task OneWins(CancellationToken token)
    {
        var store = await CreateAsync(token);
        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(
            () => store.PutAsync(Key("x"), Entry(i), PutCondition.IfAbsent, token).AsTask(), token)));
        var kept = results.Count(static result => result is PutResult.Kept);
        Require(kept == (HasVersions ? 1 : 8), $"Of 8 that wanted an empty place {kept} got it.");
    }

    private async Task RemovesOnCondition(CancellationToken token)
    {
        var store = await CreateAsync(token);
        var first = await KeptAsync(store, Entry(1), PutCondition.IfAbsent, token);
        var second = await KeptAsync(store, Entry(2), PutCondition.IfVersion(first), token);
        if (HasVersions)
        {
            await store.RemoveAsync(Key("x"), CacheKind.Component, PutCondition.IfVersion(first), token);
            RequireSame(Entry(2), await store.GetAsync(Key("x"), CacheKind.Component, token), "It was written since");
        }

        await store.RemoveAsync(Key("x"), CacheKind.Component, PutCondition.IfVersion(second), token);
        Require(await store.GetAsync(Key("x"), CacheKind.Component, token) is null, "What has this version is removed.");
    }

    private static async Task<string> KeptAsync(ICacheStore store, CacheEntry entry, PutCondition condition, CancellationToken token)
    {
        var result = await store.PutAsync(Key("x"), entry, condition, token);
        Require(result is PutResult.Kept, $"The condition {condition} held, and the entry got {result}.");
        return ((PutResult.Kept)result).Version;
    }

    private static async Task<string?> VersionAsync(ICacheStore store, CancellationToken token) =>
        (await store.GetAsync(Key("x"), CacheKind.Component, token))?.Version;

    private async Task Cancelled(CancellationToken token)
    {
        var store = await CreateAsync(token);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        foreach (var call in (Func<Task>[])
        [
            () => store.GetAsync(Key("x"), CacheKind.Component, source.Token).AsTask(),
            () => store.PutAsync(Key("x"), Entry(1), PutCondition.Always, source.Token).AsTask(),
            () => store.RemoveAsync(Key("x"), CacheKind.Component, PutCondition.Always, source.Token).AsTask(),
        ])
        {
            try
            {
                await call();
                Require(false, "A call whose token was cancelled went through.");
            }
            catch (OperationCanceledException)
            {
                // As promised.
            }
        }
    }

    private async Task Restarts(CancellationToken token)
    {
        var store = await CreateAsync(token);
        await store.PutAsync(Key("x"), Entry(1), PutCondition.Always, token);
        await store.PutAsync(Key("x"), Entry(2), PutCondition.Always, token);
        await store.PutAsync(Key("y"), Entry(3), PutCondition.Always, token);
        await store.RemoveAsync(Key("y"), CacheKind.Component, PutCondition.Always, token);
        store = await ReopenAsync(store, token);
        if (await store.GetAsync(Key("x"), CacheKind.Component, token) is { } kept)
        {
            RequireSame(Entry(2), kept, "After a restart the last entry");
        }

        Require(await store.GetAsync(Key("y"), CacheKind.Component, token) is null, "A removed entry came back with a restart.");
    }
}
