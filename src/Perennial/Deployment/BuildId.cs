using System.Buffers;
using System.Security.Cryptography;

namespace Perennial.Deployment;

internal static class BuildId
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 §6, in lower case
    private const int RandomLength = 16;
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAnyExcept(Allowed);

    public static async ValueTask<string> MakeAsync(DeploymentOptions options, CancellationToken cancellationToken)
    {
        if (options.GenerateBuildId is not { } generate)
        {
            return RandomNumberGenerator.GetString(Digits, RandomLength);
        }

        var id = await generate(cancellationToken);
        return IsValid(id) ? id : throw new PerennialException(
            "PER3013",
            $"Deployment.GenerateBuildId gave '{id}'. A build id has 1 to {MaxLength} letters, digits, '-', '_' and '.', for example a git hash.");
    }
}
