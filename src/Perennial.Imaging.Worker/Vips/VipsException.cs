using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Perennial.Imaging.Vips;

/// <summary>libvips could not do what it was asked to; the message is its own.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made from libvips' own text and from nothing else.")]
internal sealed class VipsException(string message) : Exception(message)
{
    private static readonly string[] MemoryWords = ["out of memory", "insufficient memory", "unable to allocate", "failed to allocate", "memory allocation"];

    public bool IsMemory => MemoryWords.Any(word => Message.Contains(word, StringComparison.OrdinalIgnoreCase));

    public static bool Said()
    {
        var said = !string.IsNullOrEmpty(Marshal.PtrToStringUTF8(Native.ErrorText()));
        Native.ClearError();
        return said;
    }

    public static VipsException Take()
    {
        var text = Marshal.PtrToStringUTF8(Native.ErrorText()) ?? "";
        Native.ClearError();
        return new(text.Length is 0 ? "some of it cannot be decoded" : text.Trim().ReplaceLineEndings("; "));
    }
}
