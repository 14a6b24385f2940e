using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

// What the visitor asked for before a rewrite within the app: no redirect may reveal the destination.
internal sealed record OriginalPath(PathString Path, QueryString Query);
