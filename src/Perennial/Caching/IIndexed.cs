namespace Perennial.Caching;

/// <summary>What a <see cref="CellIndex{TKey, TValue}"/> leads to.</summary>
internal interface IIndexed
{
    CacheCell Cell { get; }
}
