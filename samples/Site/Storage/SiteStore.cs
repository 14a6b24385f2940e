using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Site.Storage;

/// <summary>
/// Opens the database, and makes it when the first page asks. Not a background service: <c>build</c> renders pages
/// without starting any.
/// </summary>
public sealed class SiteStore(IOptions<SiteOptions> options, Seed seed) : IDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly string _path = options.Value.DatabasePath;
    private volatile bool _exists;

    public async Task<SiteDb> OpenAsync(CancellationToken cancellationToken = default)
    {
        if (!_exists)
        {
            await _once.WaitAsync(cancellationToken);
            try
            {
                if (!_exists && !File.Exists(_path))
                {
                    await CreateAsync(cancellationToken);
                }

                _exists = true;
            }
            finally
            {
                _once.Release();
            }
        }

        return Connect(_path, pooling: true);
    }

    public void Dispose() => _once.Dispose();

    // Filled beside and renamed: a process that is killed half way, or another one that does the same at this moment,
    // cannot leave a half-sown database behind. Without pooling, so that SQLite closes the file before it is moved.
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var beside = $"{_path}.{Guid.NewGuid():N}.new";
        await using (var db = Connect(beside, pooling: false))
        {
            await db.Database.EnsureCreatedAsync(cancellationToken);
            await seed.SowAsync(db, cancellationToken);
        }

        try
        {
            File.Move(beside, _path, overwrite: false);
        }
        catch (IOException) when (File.Exists(_path))
        {
            File.Delete(beside);
        }
    }

    private static SiteDb Connect(string path, bool pooling)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = pooling };
        return new SiteDb(new DbContextOptionsBuilder<SiteDb>().UseSqlite(connection.ConnectionString).Options);
    }
}
