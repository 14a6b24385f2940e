using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

internal sealed class ExternalRewrite(string source, bool isConditional, Func<string, QueryString, Uri?> resolve)
{
    public string Source => source;

    public bool IsConditional => isConditional;

    public MatchedRewrite? Match(string path, QueryString query) => resolve(path, query) is { } destination ? new(this, destination) : null;
}

internal sealed record MatchedRewrite(ExternalRewrite Rewrite, Uri Destination);
