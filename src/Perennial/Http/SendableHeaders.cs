using System.Buffers;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Perennial.Http;

/// <summary>
/// Whether the server would send a header. It throws where one is set that it does not; where a page is rendered there is
/// no server, so the page would be kept, and every visitor of it would meet the error.
/// </summary>
internal sealed class SendableHeaders(Func<string, Encoding?> encodingOf)
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x80).Select(static code => (char)code).Where(static c => char.IsControl(c) && c is not '\t')]);

    public bool Takes(string name, StringValues values)
    {
        foreach (var value in values)
        {
            if (value is not null
                && (value.AsSpan().ContainsAny(Controls) || (!Ascii.IsValid(value) && encodingOf(name) is null)))
            {
                return false;
            }
        }

        return true;
    }
}
