using System.Net;

namespace Perennial.Bench.Driver;

/// <summary>What one answer looks like on the wire, so that a figure is never taken from the wrong answer.</summary>
internal sealed record WireFacts(int Bytes, int Headers, string Encoding, string CacheStatus)
{
    public static async Task<WireFacts> AskAsync(HttpClient client, Uri url, Asking asking, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in asking.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK || body.Length == 0)
        {
            throw new InvalidOperationException($"{url} answered {(int)response.StatusCode} with {body.Length} bytes.");
        }

        return new WireFacts(
            body.Length,
            response.Headers.NonValidated.Count + response.Content.Headers.NonValidated.Count,
            string.Join(", ", response.Content.Headers.ContentEncoding),
            Header(response, "Cache-Status") + Header(response, "x-nextjs-cache"));
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
