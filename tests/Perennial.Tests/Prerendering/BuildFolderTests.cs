using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Deployment;
using Perennial.Prerendering;
using Perennial.Tests.Caching;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Prerendering;

public sealed class BuildFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Final => _temporary.At("site", "build");

    [Fact]
    public async Task A_complete_build_takes_the_place_of_the_old_one()
    {
        await BuildAsync("old", "/a");

        await BuildAsync("new", "/b");

        Assert.Equal("new", BuildManifestFile.Read(Final)!.BuildId);
        Assert.Null(await ReadAsync("/a"));
        Assert.NotNull(await ReadAsync("/b"));
        Assert.Equal(["build"], Directory.EnumerateFileSystemEntries(_temporary.At("site")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_build_that_is_not_completed_changes_nothing()
    {
        await BuildAsync("old", "/a");

        using (var folder = BuildFolder.Begin(Final))
        {
            await folder.WriteAsync(Key("/b"), Entry, CancellationToken.None);
        }

        Assert.Equal("old", BuildManifestFile.Read(Final)!.BuildId);
        Assert.NotNull(await ReadAsync("/a"));
        Assert.Equal(["build"], Directory.EnumerateFileSystemEntries(_temporary.At("site")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_an_interrupted_build_left_is_not_part_of_the_next_one()
    {
        Directory.CreateDirectory(Final + ".new/entries/ab");
        File.WriteAllText(Final + ".new/entries/ab/left", "over");

        await BuildAsync("new", "/a");

        Assert.False(File.Exists(Path.Join(Final, "entries/ab/left")));
    }

    [Fact]
    public void Two_builds_at_once_are_refused()
    {
        using var first = BuildFolder.Begin(Final);

        Assert.Equal("PER3014", Assert.Throws<PerennialException>(() => BuildFolder.Begin(Final)).Code);
    }

    public void Dispose() => _temporary.Dispose();

    private static CacheEntry Entry { get; } = new(
        new() { Kind = CacheKind.Endpoint, Tags = [], Position = new(Guid.Empty, 0), CreatedAt = DateTimeOffset.UnixEpoch, Lifetime = default }, []);

    private static EntryKey Key(string path) => new(System.Text.Encoding.UTF8.GetBytes(path));

    private async Task BuildAsync(string id, string path)
    {
        using var folder = BuildFolder.Begin(Final);
        await folder.WriteAsync(Key(path), Entry, CancellationToken.None);
        folder.Complete(new() { BuildId = id, CreatedAt = DateTimeOffset.UnixEpoch, Perennial = "", Routes = [] });
    }

    private ValueTask<CacheEntry?> ReadAsync(string path) =>
        new BuiltStore(BuildOutput.EntriesIn(Final), TimeProvider.System).EntryAsync(Key(path), CacheKind.Endpoint, CancellationToken.None);
}
