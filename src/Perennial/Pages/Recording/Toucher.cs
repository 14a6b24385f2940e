using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Perennial.Pages.Recording;

/// <summary>
/// Names who reads something of a visitor: the nearest method on the stack that is the app's own. Asked only when something
/// was touched, which ends the keeping of a page and so happens seldom.
/// </summary>
internal static class Toucher
{
    private static readonly string[] NotTheApps = ["Perennial", "Microsoft.", "System."];

    /// <returns><c> in CartBadge.OnInitialized</c>, or nothing when only framework code is on the stack.</returns>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A name that trimming took away is missing from a message.")]
    public static string Describe()
    {
        foreach (var frame in new StackTrace(skipFrames: 2, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method
                || NotTheApps.Any(prefix => type.FullName?.StartsWith(prefix, StringComparison.Ordinal) is true))
            {
                continue;
            }

            // An async method is a type of its own inside the type that the developer knows: <OnInitializedAsync>d__4.
            return type is { IsNested: true, DeclaringType: { } outer } && type.Name.StartsWith('<')
                ? $" in {outer.Name}.{type.Name[1..].Split('>')[0]}"
                : $" in {type.Name}.{method.Name}";
        }

        return "";
    }
}
