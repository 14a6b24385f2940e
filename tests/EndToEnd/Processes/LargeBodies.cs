using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Perennial.EndToEnd.Processes;

/// <summary>
/// Posts far larger than anybody takes, with the headers by which Next.js was told to go on with a page (CVE-2026-27979,
/// CVE-2026-44579), to pages of a process; each sends until it is cut off.
/// </summary>
public sealed class LargeBodies(AppProcess app)
{
    /// <summary>Beyond Kestrel's limit of 30 MB.</summary>
    private const long Length = 100_000_000;

    private const int AtOnce = 8;

    private static readonly string[] Paths = ["/process", "/minutely", "/", "/plants/rose", "/nothing-here"];

    private static readonly byte[] Piece = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 0x10000) + "\r\n");

    private static readonly byte[] Plain = new byte[0x10000];

    /// <summary>How often each status was answered; <c>cut</c> where the connection was gone before one could be read.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    /// <summary>The most memory that the process has had at a time since it was measured first, in bytes.</summary>
    public long Peak { get; private set; }

    /// <summary>Sends some, a tenth of them in chunks, which name no length that could be refused at once.</summary>
    public async Task SendAsync(int count)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i <= count; i = Interlocked.Increment(ref next))
            {
                Answers.AddOrUpdate(await PostAsync(i), 1, static (_, before) => before + 1);
                Peak = Math.Max(Peak, Memory());
            }
        })));
    }

    /// <summary>What the process has of the machine's memory now, in bytes.</summary>
    public long Memory() => 1024 * long.Parse(
        File.ReadLines($"/proc/{app.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2],
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
        CultureInfo.InvariantCulture);

    /// <summary>How many connections the process holds, the one that listens included.</summary>
    public int Sockets() => Directory.EnumerateFiles($"/proc/{app.Id}/fd")
        .Count(IsSocket);

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) is true;
        }
        catch (FileNotFoundException)
        {
            // Closed between being listed and being looked at.
            return false;
        }
    }

    private async Task<string> PostAsync(int number)
    {
        var isChunked = number % 10 == 0;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", app.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        var head = $"POST {Paths[number / 10 % Paths.Length]} HTTP/1.1\r\nHost: nursery.test\r\nNext-Resume: 1\r\nX-Nextjs-Resume: 1\r\nX-Matched-Path: /process\r\n"
            + "Content-Type: application/octet-stream\r\n" + (isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + Length) + "\r\n\r\n";
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
            var answering = StatusAsync(stream);
            await PumpAsync(stream, isChunked ? Piece : Plain);
            return await answering;
        }
        catch (IOException)
        {
            return "cut";
        }
    }

    private static async Task<string> StatusAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            return (await reader.ReadLineAsync(TestContext.Current.CancellationToken))?.Split(' ')[1] ?? "cut";
        }
        catch (IOException)
        {
            return "cut";
        }
    }

    private static async Task PumpAsync(NetworkStream stream, byte[] piece)
    {
        try
        {
            for (var sent = 0L; sent < Length; sent += piece.Length)
            {
                await stream.WriteAsync(piece, TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // Cut off, which is what this is about.
        }
    }
}
