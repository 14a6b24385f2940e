using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Visitors;

/// <summary>Every way in which a page can tell visitors apart, and what is said of it.</summary>
public static class Reads
{
    private static readonly Dictionary<string, (string Because, Func<HttpContext, object?> Read)> All = new(StringComparer.Ordinal)
    {
        ["a header"] = ("the header 'X-Name'", static context => context.Request.Headers["X-Name"].ToString()),
        ["a header, if there is one"] = ("the header 'X-Name'", static context => context.Request.Headers.TryGetValue("X-Name", out _)),
        ["whether a header is there"] = ("the header 'X-Name'", static context => context.Request.Headers.ContainsKey("X-Name")),
        ["Cookie"] = ("the header 'Cookie'", static context => context.Request.Headers.Cookie.ToString()),
        ["Accept"] = ("the header 'Accept'", static context => context.Request.Headers.Accept.ToString()),
        ["Accept, typed"] = ("the header 'Accept'", static context => context.Request.GetTypedHeaders().Accept.Count),
        ["Accept-Language"] = ("the header 'Accept-Language'", static context => context.Request.Headers.AcceptLanguage.ToString()),
        ["Accept-Encoding"] = ("the header 'Accept-Encoding'", static context => context.Request.Headers.AcceptEncoding.ToString()),
        ["Authorization"] = ("the header 'Authorization'", static context => context.Request.Headers.Authorization.ToString()),
        ["If-None-Match"] = ("the header 'If-None-Match'", static context => context.Request.Headers.IfNoneMatch.ToString()),
        ["Range"] = ("the header 'Range'", static context => context.Request.Headers.Range.ToString()),
        ["Range, typed"] = ("the header 'Range'", static context => context.Request.GetTypedHeaders().Range),
        ["X-Requested-With"] = ("the header 'X-Requested-With'", static context => context.Request.Headers.XRequestedWith.ToString()),
        ["traceparent"] = ("the header 'traceparent'", static context => context.Request.Headers.TraceParent.ToString()),
        ["Content-Type"] = ("the header 'Content-Type'", static context => context.Request.ContentType),
        ["Content-Length"] = ("the header 'Content-Length'", static context => context.Request.ContentLength),
        ["whether there is a form"] = ("the header 'Content-Type'", static context => context.Request.HasFormContentType),
        ["all headers"] = ("the request headers", static context => context.Request.Headers.Select(static header => header.Key).ToList()),
        ["names of headers"] = ("the request headers", static context => context.Request.Headers.Keys.Count),
        ["a cookie"] = ("the cookie 'name'", static context => context.Request.Cookies["name"]),
        ["a cookie, if there is one"] = ("the cookie 'name'", static context => context.Request.Cookies.TryGetValue("name", out _)),
        ["cookies"] = ("cookies", static context => context.Request.Cookies.Count),
        ["cookies, by their feature"] = ("the cookie 'name'", static context => context.Features.Get<IRequestCookiesFeature>()?.Cookies["name"]),
        ["the query string"] = ("the query string", static context => context.Request.QueryString.Value),
        ["the query, by a parameter"] = ("the query parameter 'q'", static context => context.Request.Query["q"].ToString()),
        ["the query, whole"] = ("the query", static context => context.Request.Query.ToList()),
        ["the query, counted"] = ("the query", static context => context.Request.Query.Count),
        ["the query, by its feature"] = ("the query parameter 'q'", static context => context.Features.Get<IQueryFeature>()?.Query["q"]),
        ["the URL for display"] = ("the query string", static context => context.Request.GetDisplayUrl()),
        ["the path and query"] = ("the query string", static context => context.Request.GetEncodedPathAndQuery()),
        ["the raw target"] = ("the raw target", static context => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget),
        ["the query string, by its feature"] = ("the query string", static context => context.Features.GetRequiredFeature<IHttpRequestFeature>().QueryString),
        ["a header, by its feature"] = ("the header 'X-Name'", static context => context.Features.GetRequiredFeature<IHttpRequestFeature>().Headers["X-Name"].ToString()),
        ["the protocol"] = ("the protocol's version", static context => context.Request.Protocol),
        ["the body"] = ("the request's body", static context => context.Request.Body.CanRead),
        ["the user's name"] = ("the user", static context => context.User.Identity?.Name),
        ["a claim"] = ("the user", static context => context.User.FindFirstValue("sub")),
        ["a role"] = ("the user", static context => context.User.IsInRole("admin")),
        ["the user, copied"] = ("the user", static context => new ClaimsPrincipal(context.User).HasClaim("sub", "1")),
        ["the user, cloned"] = ("the user", static context => context.User.Clone().Identities.Any()),
        ["the user, by its feature"] = ("the user", static context => context.Features.Get<IHttpAuthenticationFeature>()?.User?.Identity),
        ["the result of authentication"] = ("the feature 'IAuthenticateResultFeature'", static context => context.Features.Get<IAuthenticateResultFeature>()),
        ["authentication"] = ("who the visitor is (AuthenticateAsync)", static context => context.AuthenticateAsync().GetAwaiter().GetResult().Succeeded),
        ["authentication by a scheme"] = ("who the visitor is (AuthenticateAsync)", static context => context.AuthenticateAsync("header").GetAwaiter().GetResult().Principal),
        ["the accessor"] = ("the header 'X-Name'", static context =>
            context.RequestServices.GetRequiredService<IHttpContextAccessor>().HttpContext!.Request.Headers["X-Name"].ToString()),
        ["the address"] = ("the visitor's address", static context => context.Connection.RemoteIpAddress?.ToString()),
        ["the port"] = ("the visitor's address", static context => context.Connection.RemotePort),
        ["the server's address"] = ("the connection's address", static context => context.Connection.LocalIpAddress?.ToString()),
        ["the connection's id"] = ("the connection's id", static context => context.Connection.Id),
        ["the client certificate"] = ("the client certificate", static context => context.Connection.ClientCertificate),
        ["the client certificate, asked for"] = ("the client certificate", static context => context.Connection.GetClientCertificateAsync().GetAwaiter().GetResult()),
        ["the client certificate, by its feature"] = ("the client certificate", static context => context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate),
        ["the request's id"] = ("the request's id", static context => context.TraceIdentifier),
        ["what the templates' error page shows"] = ("the request's id", static context => Activity.Current is { IdFormat: ActivityIdFormat.Unknown } ? null : context.TraceIdentifier),
        ["an item of what stands in front"] = ("the item 'tenant'", static context => context.Items["tenant"]),
        ["an item, if there is one"] = ("the item 'tenant'", static context => context.Items.TryGetValue("tenant", out _)),
        ["a feature of what stands in front"] = ("the feature 'ITenant'", static context => context.Features.Get<ITenant>()),
        ["a response header of what stands in front"] = ("the response header 'X-Nonce'", static context => context.Response.Headers["X-Nonce"].ToString()),
        ["a response header, if there is one"] = ("the response header 'Content-Security-Policy'", static context => context.Response.Headers.ContainsKey("Content-Security-Policy")),
        ["an item, counted"] = ("the items of the request", static context => context.Items.Count),
        ["all items"] = ("the items of the request", static context => context.Items.ToList()),
        ["all features"] = ("the features of the request", static context => context.Features.Select(static feature => feature.Key.Name).ToList()),
        ["the connection's other end, by its feature"] = ("the feature 'IConnectionEndPointFeature'", static context => context.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint),
        ["the connection's items"] = ("the feature 'IConnectionItemsFeature'", static context => context.Features.Get<IConnectionItemsFeature>()?.Items),
        ["whether there is a body"] = ("the feature 'IHttpRequestBodyDetectionFeature'", static context => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody),
        ["whether it may be upgraded"] = ("the feature 'IHttpUpgradeFeature'", static context => context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest),
        ["whether it opens a web socket"] = ("the feature 'IHttpWebSocketFeature'", static context => context.WebSockets.IsWebSocketRequest),
        ["whether the visitor consents to cookies"] = ("the cookie '.AspNet.Consent'", static context => context.Features.GetRequiredFeature<ITrackingConsentFeature>().CanTrack),
        ["the language, by the framework's own rule"] = ("the header 'Accept-Language'", static context =>
            new AcceptLanguageHeaderRequestCultureProvider().DetermineProviderCultureResult(context).GetAwaiter().GetResult()),
        ["the language, by a cookie"] = ("the cookie '.AspNetCore.Culture'", static context =>
            new CookieRequestCultureProvider().DetermineProviderCultureResult(context).GetAwaiter().GetResult()),
        ["a policy"] = ("who the visitor is (AuthenticateAsync)", static context => context.RequestServices.GetRequiredService<IPolicyEvaluator>()
            .AuthenticateAsync(new AuthorizationPolicyBuilder("header").RequireAuthenticatedUser().Build(), context).GetAwaiter().GetResult().Succeeded),
        ["a policy about the user"] = ("the user", static context => context.RequestServices.GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(context.User, resource: null, new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()).GetAwaiter().GetResult().Succeeded),
        ["the user, written down"] = ("the user", static context =>
        {
            using var writer = new BinaryWriter(new MemoryStream());
            context.User.WriteTo(writer);
            return writer;
        }
        ),
        ["the session"] = ("the session", static context => context.Session.GetString("basket")),
        ["the session, by its feature"] = ("the session", static context => context.Features.Get<ISessionFeature>()?.Session.Id),
    };

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    public static string Because(string name) => All[name].Because;

    public static void Do(string name, HttpContext context) => _ = All[name].Read(context);

    /// <summary>What middleware in front may leave for a page.</summary>
    public interface ITenant;
}
