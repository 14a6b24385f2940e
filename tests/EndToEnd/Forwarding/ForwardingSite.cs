using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>A site that passes everything on to one other server, below the same paths.</summary>
public static class ForwardingSite
{
    public static Task<TestSite> StartAsync(
        string origin, Action<PerennialOptions>? options = null, Action<WebApplicationBuilder>? services = null, Action<WebApplication>? use = null) =>
        TestSite.StartAsync(
            static _ => { },
            services,
            use,
            settings =>
            {
                settings.Rules.Rewrites.Add("/{**path}", origin + "/{path}");
                options?.Invoke(settings);
            });

    /// <summary>Opens a connection to a site.</summary>
    public static async Task<NetworkStream> ConnectAsync(this TestSite site)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", site.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        return new(socket, ownsSocket: true);
    }

    public static Task SendAsync(this Stream stream, string bytes) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Sends bytes, and reads one response.</summary>
    public static async Task<RawRequest> AskRawAsync(this TestSite site, string bytes, bool hasBody = true)
    {
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync(bytes);
        return await new RawReader(stream, TestContext.Current.CancellationToken).ReadResponseAsync(hasBody);
    }
}
