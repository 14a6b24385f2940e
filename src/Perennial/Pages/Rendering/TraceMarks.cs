using System.Diagnostics;
using System.Text;
using Perennial.Pages.Recording;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Finds the trace of a render in what it wrote: the templates' error page shows <c>Activity.Current</c>. Nobody can be told
/// of that read; but an id of a trace is no word that stands in a page by chance.
/// </summary>
internal static class TraceMarks
{
    public static void Note(Activity? trace, SyntheticResponse response, Recorder recorder)
    {
        if (trace is { IdFormat: ActivityIdFormat.W3C } && IsIn(response, trace.TraceId.ToHexString(), trace.SpanId.ToHexString()))
        {
            recorder.NoteRead("the trace that it is rendered in (Activity.Current), whose id it shows,");
        }
    }

    private static bool IsIn(SyntheticResponse response, params ReadOnlySpan<string> ids)
    {
        foreach (var id in ids)
        {
            if (response.Bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(id)) >= 0
                || response.Headers.Any(header => header.Value.Any(value => value?.Contains(id, StringComparison.Ordinal) is true)))
            {
                return true;
            }
        }

        return false;
    }
}
