using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>What the visitor asked for, of a request that was rewritten within the app: no redirect may tell him the destination.</summary>
/// <param name="Path">The path below the base path.</param>
/// <param name="Query">The query.</param>
internal sealed record VisitorPath(PathString Path, QueryString Query);
