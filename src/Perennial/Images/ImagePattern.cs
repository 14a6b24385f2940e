using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Perennial.Images;

/// <summary>
/// Names pictures by URL: <c>https://*.example.com/uploads/**</c>, or <c>/photos/**</c> for this app's own. In a host,
/// <c>*</c> is one label and a leading <c>**</c> any number of them; in a path, <c>*</c> is one segment and <c>**</c> at the
/// end the rest. A query is only allowed when the pattern ends with <c>?**</c>.
/// </summary>
[TypeConverter(typeof(PatternConverter))]
public sealed class ImagePattern
{
    private ImagePattern(string text) => Text = text;

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Tags that pictures of this pattern are invalidated by.</summary>
    /// <value>none</value>
    public IList<string> Tags { get; } = [];

    /// <summary>A pattern, checked when the app starts.</summary>
    /// <param name="text">The pattern.</param>
    public static implicit operator ImagePattern(string text) => FromString(text);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static ImagePattern FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text);
    }

    /// <summary>A pattern whose pictures are invalidated by <paramref name="tags"/>.</summary>
    public static ImagePattern Tagged(string text, params ReadOnlySpan<string> tags)
    {
        var pattern = FromString(text);
        foreach (var tag in tags)
        {
            pattern.Tags.Add(tag);
        }

        return pattern;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    [SuppressMessage("Performance", "CA1812", Justification = "The configuration binder makes it.")]
    private sealed class PatternConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            FromString((string)value);
    }
}
