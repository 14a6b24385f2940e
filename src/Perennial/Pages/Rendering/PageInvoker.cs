using System.Reflection;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Renders component pages. A kept page must be whole: where a component streams, the framework's own invoker would write
/// its placeholder first and patches for a script after it, so such a page is prerendered and waited for.
/// </summary>
internal sealed class PageInvoker(IServiceProvider services, PageRoutingState routing) : IRazorComponentEndpointInvoker
{
    private static readonly Type Implementation =
        FrameworkTypes.ImplementationOf(typeof(IRazorComponentEndpointInvoker), static scratch => scratch.AddRazorComponents());

    public Task Render(HttpContext context) => StreamsIntoEntry(context)
        ? RenderWholeAsync(context)
        : ((IRazorComponentEndpointInvoker)ActivatorUtilities.CreateInstance(services, Implementation)).Render(context);

    private static bool StreamsIntoEntry(HttpContext context) =>
        PageRequestState.Find(context)?.Render is { MadeBy: { } page }
        && context.GetEndpoint()?.Metadata is { } metadata
        && metadata.GetMetadata<PageDefinition>()?.Id == page.Id
        && (page.Observations.Streams
            || metadata.GetMetadata<ComponentTypeMetadata>()?.Type.GetCustomAttribute<StreamRenderingAttribute>() is { Enabled: true });

    private async Task RenderWholeAsync(HttpContext context)
    {
        var prerenderer = context.RequestServices.GetRequiredService<IComponentPrerenderer>();
        await prerenderer.Dispatcher.InvokeAsync(async () =>
        {
            var endpoint = context.GetEndpoint()!;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.TryAdd("blazor-enhanced-nav", "allow");
            routing.Use(endpoint, context.Request.RouteValues);
            var content = await prerenderer.PrerenderComponentAsync(
                context,
                typeof(NotFoundAwareRoot),
                null!,
                ParameterView.FromDictionary(new Dictionary<string, object?>
                {
                    [nameof(NotFoundAwareRoot.Root)] = endpoint.Metadata.GetRequiredMetadata<RootComponentMetadata>().Type,
                    [nameof(NotFoundAwareRoot.NotFound)] = () => { context.Response.StatusCode = StatusCodes.Status404NotFound; },
                }));
            var state = await prerenderer.PrerenderPersistedStateAsync(context, PersistedStateSerializationMode.Infer);

            await using var writer = new HttpResponseStreamWriter(context.Response.Body, System.Text.Encoding.UTF8);
            await content.WriteToAsync(writer);
            state.WriteTo(writer, HtmlEncoder.Default);
            await writer.FlushAsync(context.RequestAborted);
        });
    }
}
