using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>
/// A picture: small for small screens, in the best format that the browser knows, loaded when it comes into view, without
/// moving the page when it arrives.
/// </summary>
/// <remarks>
/// Width and height are those in the layout, in CSS pixels; for a local picture without them they are read from the file.
/// </remarks>
public sealed class Image : ComponentBase
{
    /// <summary>A path of this app, or a URL that <see cref="ImageOptions.RemotePatterns"/> allow.</summary>
    [Parameter, EditorRequired]
    public string Src { get; set; } = "";

    /// <summary>What the picture shows, for who cannot see it; empty for one that only decorates.</summary>
    [Parameter, EditorRequired]
    public string Alt { get; set; } = "";

    /// <summary>The width in the layout, in CSS pixels.</summary>
    [Parameter]
    public int? Width { get; set; }

    /// <summary>The height in the layout, in CSS pixels.</summary>
    [Parameter]
    public int? Height { get; set; }

    /// <summary>Whether the picture fills its parent, which must be positioned; then width and height are not needed.</summary>
    [Parameter]
    public bool Fill { get; set; }

    /// <summary>How wide the picture is at which screen, as in HTML: <c>(max-width: 700px) 100vw, 50vw</c>.</summary>
    [Parameter]
    public string? Sizes { get; set; }

    /// <summary>1 to 100, one of <see cref="ImageOptions.Qualities"/>.</summary>
    [Parameter]
    public int? Quality { get; set; }

    /// <summary>Whether it is what a visitor sees first: then it is loaded at once, and before everything else.</summary>
    [Parameter]
    public bool Priority { get; set; }

    /// <summary>What stands in its place until it is there.</summary>
    [Parameter]
    public ImagePlaceholder Placeholder { get; set; }

    /// <summary>A preview of your own, as a data URL.</summary>
    [Parameter]
    public string? BlurDataUrl { get; set; }

    /// <summary>Whether it is linked to as it is.</summary>
    [Parameter]
    public bool Unoptimized { get; set; }

    /// <summary>Makes its URLs, in place of <see cref="ImageOptions.Loader"/> and of the optimiser here.</summary>
    [Parameter]
    public Func<ImageLoad, string>? Loader { get; set; }

    /// <summary>CSS that is added to the element's own.</summary>
    [Parameter]
    public string? Style { get; set; }

    /// <summary>Further attributes of the <c>img</c> element.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    [Inject]
    private ImagePreparer Preparer { get; set; } = null!;

    private ImageMarkup? _markup;
    private int _asked;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // The parameters may change while a picture is prepared; the one that was set last must win, not the one that is ready last.
        var asked = ++_asked;
        var markup = await Preparer.PrepareAsync(
            new()
            {
                Src = Src,
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
                CrossOrigin = CrossOrigin(),
            },
            Placeholder);
        _markup = asked == _asked ? markup : _markup;
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (_markup is null)
        {
            return;
        }

        // Of the same attribute the last one counts.
        builder.OpenElement(0, "img");
        builder.AddMultipleAttributes(1, _markup.Defaults());
        builder.AddMultipleAttributes(2, Attributes?.Where(static pair => pair.Value is not null));
        builder.AddMultipleAttributes(3, Preparer.Attributes(_markup));
        builder.CloseElement();
    }

    private string? CrossOrigin() => Attributes?.GetValueOrDefault("crossorigin") switch
    {
        null or false => null,
        var value => value as string ?? "",
    };
}
