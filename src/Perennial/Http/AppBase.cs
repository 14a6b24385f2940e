namespace Perennial.Http;

/// <summary>The base path that the app itself takes off every request, by <c>UsePathBase</c> before <c>UsePerennial</c>.</summary>
internal sealed class AppBase
{
    /// <summary>As the app wrote it, without a slash at its end; empty for none. Set once, while the pipeline is described.</summary>
    public string Path { get; set; } = "";
}
