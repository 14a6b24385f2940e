namespace Perennial.Http;

internal sealed class AppPathBase
{
    // Set once, while the pipeline is described; without a trailing slash.
    public string Path { get; set; } = "";
}
