namespace Perennial.Prerendering;

/// <summary>The signs of the route table.</summary>
internal enum PageSymbol
{
    Static,
    StaticPaths,
    Incremental,
    Partial,
    Dynamic,
}
