namespace Perennial.Caching.Files;

/// <summary>A part of the cache folder with limits of its own: what floods one shelf takes nothing from another.</summary>
internal sealed record Shelf(string Name, long Bytes, int Files)
{
    public const string PagesName = "entries";

    public bool IsOff => Bytes <= 0 || Files <= 0;

    public static Shelf Pages(CacheOptions options) => new(PagesName, options.DiskLimit, options.DiskFileLimit);

    public static Shelf Images(ImageQuota quota) => new("images", quota.DiskLimit, quota.DiskFileLimit);
}
