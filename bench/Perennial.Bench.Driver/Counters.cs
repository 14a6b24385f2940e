using System.Text.Json;

namespace Perennial.Bench.Driver;

/// <summary>What a candidate of ours says about itself.</summary>
internal readonly record struct Counters(long Renders, long Allocated, long Collections)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<Counters> AskAsync(HttpClient client, Server server, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<Counters>(await client.GetStringAsync(server.Url("/_bench"), cancellationToken), Json);
}
