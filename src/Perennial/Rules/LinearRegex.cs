using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

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

    public static Regex Whole(string pattern) => Make($@"\A(?:{pattern})\z", RegexOptions.None);

    // NonBacktracking refuses lookarounds and backreferences when the expression is made, so at the start of the app.
    private static Regex Make(string pattern, RegexOptions options) =>
        new(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}

internal sealed class LinearRegexConstraint(string pattern) : IRouteConstraint
{
    private readonly Regex _regex = LinearRegex.Anywhere(pattern);

    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        Convert.ToString(values[routeKey], CultureInfo.InvariantCulture) is { } text && _regex.IsMatch(text);
}
