using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Images;

/// <summary><c>&lt;img optimized src="/photos/fern.jpg" alt="…"&gt;</c> in MVC views and Razor Pages: what <see cref="Image"/> is in components.</summary>
[HtmlTargetElement("img", Attributes = "optimized,src", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ImageTagHelper : TagHelper
{
    /// <summary>A path of this app, or a URL that <see cref="ImageOptions.RemotePatterns"/> allow.</summary>
    public string Src { get; set; } = "";

    /// <summary>The width in the layout, in CSS pixels.</summary>
    public int? Width { get; set; }

    /// <summary>The height in the layout, in CSS pixels.</summary>
    public int? Height { get; set; }

    /// <summary>Whether the picture fills its parent, which must be positioned.</summary>
    public bool Fill { get; set; }

    /// <summary>How wide the picture is at which screen, as in HTML.</summary>
    public string? Sizes { get; set; }

    /// <summary>1 to 100, one of <see cref="ImageOptions.Qualities"/>.</summary>
    public int? Quality { get; set; }

    /// <summary>Whether it is what a visitor sees first.</summary>
    public bool Priority { get; set; }

    /// <summary>What stands in its place until it is there.</summary>
    public ImagePlaceholder Placeholder { get; set; }

    /// <summary>A preview of your own, as a data URL.</summary>
    public string? BlurDataUrl { get; set; }

    /// <summary>Whether it is linked to as it is.</summary>
    public bool Unoptimized { get; set; }

    /// <summary>Makes its URLs, in place of <see cref="ImageOptions.Loader"/> and of the optimiser here.</summary>
    public Func<ImageLoad, string>? Loader { get; set; }

    /// <summary>What the picture shows, for who cannot see it; empty for one that only decorates.</summary>
    public string? Alt { get; set; }

    /// <summary>CSS that is added to the element's own.</summary>
    public string? Style { get; set; }

    /// <summary>The view.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    /// <exception cref="PerennialException">PER4050: no picture, one that the optimiser would refuse, or one without <c>alt</c>.</exception>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        Check(context);
        var images = ViewContext.HttpContext.RequestServices.GetRequiredService<ImagePreparer>();
        var markup = await images.PrepareAsync(
            new()
            {
                Src = Src,
                IsInView = true,
                Alt = Alt,
                Width = Width,
                Height = Height,
                Fill = Fill,
                Sizes = Sizes,
                Quality = Quality,
                Priority = Priority,
                Unoptimized = Unoptimized,
                Loader = Loader,
                Preview = BlurDataUrl,
                Style = Style,
                CrossOrigin = output.Attributes["crossorigin"] is { } origin ? origin.Value?.ToString() ?? "" : null,
            },
            Placeholder);
        output.Attributes.RemoveAll("optimized");
        foreach (var (name, value) in markup.Defaults().Where(pair => !output.Attributes.ContainsName(pair.Key)))
        {
            output.Attributes.SetAttribute(name, value);
        }

        foreach (var (name, value) in images.Attributes(markup))
        {
            output.Attributes.SetAttribute(name, value);
        }
    }

    // Razor warns where a component lacks a parameter that it must have; of tag helpers it does not know.
    private void Check(TagHelperContext context)
    {
        if (!context.AllAttributes.ContainsName("alt"))
        {
            throw new PerennialException(
                "PER4050", $"The <img optimized> '{Src}' has no alt. Say what it shows, or give alt=\"\" if it only decorates.");
        }
    }
}
