using System.Net;
using System.Net.Http.Json;

namespace Perennial.Examples.Isr;

public sealed class PostClient(HttpClient http)
{
    public IAsyncEnumerable<Post?> ListAsync(CancellationToken cancellationToken = default) =>
        http.GetFromJsonAsAsyncEnumerable<Post>("blog", cancellationToken);

    public async Task<Post?> FindAsync(int id, CancellationToken cancellationToken = default)
    {
        using var response = await http.GetAsync(new Uri($"blog/{id}", UriKind.Relative), cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Post>(cancellationToken);
    }
}
