using System.Text;

namespace Twin.Routes;

/// <summary>An answer that is sent in parts.</summary>
internal static class Streams
{
    public static IResult Of(TimeProvider clock, TimeSpan between, params string[] parts) => Results.Stream(
        async body =>
        {
            foreach (var part in parts)
            {
                await body.WriteAsync(Encoding.UTF8.GetBytes(part));
                await body.FlushAsync();
                await Task.Delay(between, clock);
            }
        },
        "text/plain");
}
