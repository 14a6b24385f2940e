using Microsoft.EntityFrameworkCore;
using Site.Magazine;
using Site.Shop;

namespace Site.Storage;

public sealed class SiteDb(DbContextOptions<SiteDb> options) : DbContext(options)
{
    public DbSet<Article> Articles => Set<Article>();

    public DbSet<Product> Products => Set<Product>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Article>(article =>
        {
            article.HasIndex(a => a.Slug).IsUnique();
            article.HasIndex(a => a.FormerSlug).IsUnique();
        });
        modelBuilder.Entity<Product>(product => product.HasIndex(p => p.Slug).IsUnique());
    }
}
