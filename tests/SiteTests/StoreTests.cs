using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Site.Storage;

namespace Perennial.SiteTests;

/// <summary>The database that makes itself.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-store-").FullName;

    [Fact]
    public async Task Two_processes_that_start_together_share_one_database()
    {
        using var first = Store();
        using var second = Store();

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => CountAsync(i % 2 == 0 ? first : second)));

        Assert.All(counts, static count => Assert.Equal(40, count));
        Assert.Equal(["site.db"], Directory.GetFiles(_folder).Select(Path.GetFileName).Where(static f => f!.EndsWith(".db", StringComparison.Ordinal) || f.EndsWith(".new", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_edited_survives_a_restart()
    {
        using (var store = Store())
        {
            await using var db = await store.OpenAsync(TestContext.Current.CancellationToken);
            await db.Articles.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        }

        using var restarted = Store();

        Assert.Equal(0, await CountAsync(restarted));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<int> CountAsync(SiteStore store)
    {
        await using var db = await store.OpenAsync();
        return await db.Articles.CountAsync();
    }

    private SiteStore Store() =>
        new(Options.Create(new SiteOptions { Database = Path.Combine(_folder, "site.db") }), new Seed());
}
