using Microsoft.EntityFrameworkCore;
using Site.Storage;

namespace Site.Shop;

public sealed class Products(SiteStore store)
{
    public async Task<List<Product>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        return await ByName(db).ToListAsync(cancellationToken);
    }

    /// <summary>One page of the catalogue, counted from 1, and how many pages there are.</summary>
    public async Task<(List<Product> Products, int Pages)> PageAsync(
        int page, int size, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        var count = await db.Products.CountAsync(cancellationToken);
        var products = await ByName(db).Skip((page - 1) * size).Take(size).ToListAsync(cancellationToken);
        return (products, Math.Max(1, (count + size - 1) / size));
    }

    public async Task<Product?> FindAsync(string slug, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        return await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug, cancellationToken);
    }

    public async Task<List<Product>> SearchAsync(string words, CancellationToken cancellationToken = default)
    {
        await using var db = await store.OpenAsync(cancellationToken);
        var pattern = LikePattern.Containing(words);
        return await ByName(db)
            .Where(p => EF.Functions.Like(
                p.Name + " " + p.Botanical + " " + p.Summary + " " + p.Description, pattern, LikePattern.Escape))
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<Product> ByName(SiteDb db) => db.Products.AsNoTracking().OrderBy(p => p.Name);
}
