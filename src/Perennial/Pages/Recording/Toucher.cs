using System.Diagnostics;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Names who reads something of a visitor: the nearest method on the stack that is the app's own. Asked only when something
/// was touched, which ends the keeping of a page and so happens seldom.
/// </summary>
internal static class Toucher
{
    /// <returns><c> in Shop.CartBadge.OnInitialized, CartBadge.razor:12</c>, or nothing when only framework code is on the stack.</returns>
    public static string Describe() => AppCode.Of(new StackTrace(fNeedFileInfo: true)) is { } place ? " in " + place : "";
}
