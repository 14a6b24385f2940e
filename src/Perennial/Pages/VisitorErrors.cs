using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;
using Perennial.Telemetry;

namespace Perennial.Pages;

internal sealed class VisitorErrors(RequestErrors errors)
{
    public void Report(HttpContext context, Exception error) =>
        Report(context, error, context.Request.Path, Describe(context.GetEndpoint()));

    public void ReportProxy(HttpContext context, Exception error) => Report(
        context, error, context.Request.Path, new(null, RequestErrorKind.Proxy, RequestErrorReason.Request, IsKept: false));

    // An exception handler behind UsePerennial swallows the error, but leaves a feature that names it.
    public void ReportHandled(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>() is { } handled)
        {
            Report(context, handled.Error, handled.Path, Describe(handled.Endpoint));
        }
    }

    public static RequestErrorContext Describe(PageDefinition page, RequestErrorReason reason) =>
        new(page.Route, KindOf(page), reason, page.IsKept);

    private void Report(HttpContext context, Exception error, PathString path, RequestErrorContext place)
    {
        if (!IsVisitors(context, error))
        {
            errors.Report(context, error, path.Value ?? "/", place);
        }
    }

    // A visitor who left or sent what is no request, and a render's failure that its visitor is told of.
    private static bool IsVisitors(HttpContext context, Exception error) =>
        error is PageRenderException or BadHttpRequestException
        || (error is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested);

    private static RequestErrorContext Describe(Endpoint? endpoint) => endpoint switch
    {
        null => new(null, RequestErrorKind.Middleware, RequestErrorReason.Request, IsKept: false),
        _ when endpoint.Metadata.GetMetadata<PageDefinition>() is { } page => Describe(page, RequestErrorReason.Request),
        _ => new(
            "/" + (endpoint as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/'),
            RequestErrorKind.Endpoint,
            RequestErrorReason.Request,
            IsKept: false),
    };

    private static RequestErrorKind KindOf(PageDefinition page) => page.Kind switch
    {
        CacheKind.Component => RequestErrorKind.Component,
        CacheKind.View => RequestErrorKind.View,
        _ => RequestErrorKind.Endpoint,
    };
}
