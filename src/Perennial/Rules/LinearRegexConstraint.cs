using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perennial.Rules;

/// <summary>The constraint <c>regex</c> of a rule's source, in the place of the framework's, which backtracks for up to ten seconds.</summary>
internal sealed class LinearRegexConstraint(string pattern) : IRouteConstraint
{
    private readonly Regex _regex = LinearRegex.Anywhere(pattern);

    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        Convert.ToString(values[routeKey], CultureInfo.InvariantCulture) is { } text && _regex.IsMatch(text);
}
