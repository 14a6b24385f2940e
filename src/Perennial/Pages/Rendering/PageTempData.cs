using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Temporary data is what one request leaves for the visitor's next one. A render has none, and looking at it must neither
/// read a cookie nor take one back: only a page that puts something there needs its visitor.
/// </summary>
internal sealed class PageTempData(IServiceProvider services) : ITempDataDictionaryFactory
{
    private readonly Lazy<ITempDataProvider> _provider = new(services.GetRequiredService<ITempDataProvider>);
    private TempDataDictionaryFactory? _inner;

    public ITempDataDictionary GetTempData(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!PageRequestState.IsRender(context))
        {
            return (_inner ??= new(_provider.Value)).GetTempData(context);
        }

        // One for each request, where the framework's own factory keeps it too.
        if (context.Items[typeof(ITempDataDictionary)] is not ITempDataDictionary data)
        {
            context.Items[typeof(ITempDataDictionary)] = data = new TempDataDictionary(context, new NoTempData(_provider));
        }

        return data;
    }

    private sealed class NoTempData(Lazy<ITempDataProvider> provider) : ITempDataProvider
    {
        public IDictionary<string, object> LoadTempData(HttpContext context) => new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);

        public void SaveTempData(HttpContext context, IDictionary<string, object> values)
        {
            if (values.Count > 0)
            {
                provider.Value.SaveTempData(context, values);
            }
        }
    }
}
