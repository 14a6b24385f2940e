namespace Perennial.Bench;

internal static class Announcement
{
    /// <summary>One line on standard output, once the server listens: the address and the process.</summary>
    public static void AnnounceWhenReady(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(
            () => Console.WriteLine($"ready {string.Join(' ', app.Urls)} {Environment.ProcessId}"));
}
