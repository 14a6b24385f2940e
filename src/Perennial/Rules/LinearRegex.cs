using System.Text.RegularExpressions;

namespace Perennial.Rules;

/// <summary>Regular expressions of an app's configuration, over text that visitors send: linear in time.</summary>
/// <remarks>
/// Without a limit of time besides. It would be one of the wall clock, and on a busy machine an honest request would end in
/// the exception of a match that somebody else's work interrupted.
/// </remarks>
internal static class LinearRegex
{
    /// <summary>Somewhere in the text, whatever the case: what ASP.NET's own <c>regex</c> constraint does.</summary>
    public static Regex Anywhere(string pattern) => Make(pattern, RegexOptions.IgnoreCase);

    /// <summary>The whole text, case included.</summary>
    public static Regex Whole(string pattern) => Make($@"\A(?:{pattern})\z", RegexOptions.None);

    // NonBacktracking refuses lookarounds and backreferences when the expression is made, so at the start of the app.
    private static Regex Make(string pattern, RegexOptions options) =>
        new(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
