using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Perennial.Http;

namespace Perennial.EndToEnd;

/// <summary>
/// What <see cref="RawTarget"/> believes of Kestrel, asked of Kestrel: an escape that it cannot decode stays in the path
/// as it was sent.
/// </summary>
public sealed class KestrelPathTests : IAsyncLifetime
{
    private readonly WebApplication _app;
    private Socket? _socket;

    public KestrelPathTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(static context => context.Response.WriteAsync(
            RawTarget.Check(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.Request.Path.Value ?? "")
            + " " + Uri.EscapeDataString(context.Request.Path.Value ?? "")));
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await _socket.ConnectAsync("127.0.0.1", new Uri(_app.Urls.Single()).Port, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/caf%C3%A9", "WellFormed /café")]
    [InlineData("/a%2Fb%2fc", "WellFormed /a%2Fb%2fc")]
    [InlineData("/a%252Fb", "WellFormed /a%2Fb")]
    [InlineData("/100%25?x=%zz", "WellFormed /100%")]
    [InlineData("/x/../%61dmin", "WellFormed /admin")]
    [InlineData("http://127.0.0.1/100%25", "WellFormed /100%")]
    [InlineData("/%zz", "Malformed /%zz")]
    [InlineData("/a%", "Malformed /a%")]
    [InlineData("/%e9", "Malformed /%e9")]
    [InlineData("/%c0%af", "Malformed /%c0%af")]
    [InlineData("/x/../%e9", "Malformed /%e9")]
    [InlineData("/a%0d%0aSet-Cookie:x", "Malformed /a\r\nSet-Cookie:x")]
    [InlineData("/%C2%85", "Malformed /\u0085")]
    public async Task Kestrel_hands_over_what_we_expect(string target, string expected) =>
        Assert.Equal(expected, Uri.UnescapeDataString(await AskAsync(target)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_spelling_of_a_broken_path_passes(int seed)
    {
        string[] pieces = ["a", "/", "%", "%2", "%25", "%2F", "%C3", "%A9", "%c3%a9", "%E2%82%AC", "%f0%9f", "%8c%b1", "%zz", "%0a", "z", "%c0%af"];
        var random = new Random(seed);
        var (fine, broken) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var target = "/x" + string.Concat(random.GetItems(pieces, random.Next(1, 6)));
            var answer = await AskAsync(target);
            var isFine = IsWellFormed(target);
            Assert.True(answer.StartsWith(isFine ? "WellFormed " : "Malformed ", StringComparison.Ordinal), $"{target}: {answer}");
            _ = isFine ? fine++ : broken++;
        }

        Assert.True(fine > 300 && broken > 300, $"{fine} fine, {broken} broken");
    }

    /// <summary>The definition, without a fast path: decoded whole, the bytes are UTF-8 without control characters.</summary>
    private static bool IsWellFormed(string path)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] is not '%')
            {
                bytes.Add((byte)path[i]);
            }
            else if (i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]))
            {
                bytes.Add(Convert.ToByte(path[(i + 1)..(i + 3)], 16));
                i += 2;
            }
            else
            {
                return false;
            }
        }

        byte[] whole = [.. bytes];
        return System.Text.Unicode.Utf8.IsValid(whole) && !Encoding.UTF8.GetString(whole).Any(char.IsControl);
    }

    private async Task<string> AskAsync(string target)
    {
        var token = TestContext.Current.CancellationToken;
        await _socket!.SendAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), token);
        var answer = "";
        var buffer = new byte[4096];
        while (true)
        {
            var count = await _socket.ReceiveAsync(buffer, token);
            Assert.NotEqual(0, count);
            answer += Encoding.ASCII.GetString(buffer, 0, count);
            if (answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
            {
                return answer.Split("\r\n")[^4];
            }
        }
    }
}
