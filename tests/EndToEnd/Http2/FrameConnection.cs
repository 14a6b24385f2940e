using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Perennial.EndToEnd.Http2;

/// <summary>A client of HTTP/2 without TLS that sends the frames it likes (RFC 9113 §4.1), whether they make sense or not.</summary>
internal sealed class FrameConnection : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte GoAway = 7;
    public const byte Continuation = 9;

    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    private readonly NetworkStream _stream;

    private FrameConnection(Socket socket) => _stream = new(socket, ownsSocket: true);

    public static async Task<FrameConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var connection = new FrameConnection(socket);
        await connection._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await connection.SendAsync(Settings, 0, 0, []);
        return connection;
    }

    /// <summary>A request's usual header fields, with others in their place or after them.</summary>
    public static (string, string)[] Request(string method, string path, params (string, string)[] more) =>
        [(":method", method), (":scheme", "http"), (":path", path), (":authority", "garden.test"), .. more];

    /// <summary>RFC 7541 §6.2.2 and §5.2: each field literal, nothing indexed, nothing in Huffman's code.</summary>
    public static byte[] Block(params (string Name, string Value)[] fields)
    {
        using var block = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            block.WriteByte(0);
            WriteText(block, name);
            WriteText(block, value);
        }

        return block.ToArray();
    }

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    public Task SendAsync(byte type, byte flags, int stream, byte[] payload) => SendAsync(Frame(type, flags, stream, payload));

    /// <summary>Sends what it can: false when the other side has closed.</summary>
    public async Task<bool> SendAsync(byte[] frames)
    {
        try
        {
            await _stream.WriteAsync(frames, TestContext.Current.CancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads until the stream is answered or reset, or the connection ends.
    /// </summary>
    /// <returns>The status, <c>reset n</c>, <c>goaway n</c> with the error's number, or <c>closed</c>.</returns>
    public async Task<string> OutcomeAsync(int stream)
    {
        while (await ReadAsync() is { } frame)
        {
            if (frame.Type is GoAway)
            {
                return "goaway " + BinaryPrimitives.ReadInt32BigEndian(frame.Payload.AsSpan(4));
            }

            if (frame.Stream == stream && frame.Type is Reset)
            {
                return "reset " + BinaryPrimitives.ReadInt32BigEndian(frame.Payload);
            }

            if (frame.Stream == stream && frame.Type is Headers)
            {
                return Status(frame.Payload);
            }
        }

        return "closed";
    }

    /// <summary>The next frame; null when the connection has ended.</summary>
    public async Task<(byte Type, int Stream, byte[] Payload)?> ReadAsync()
    {
        try
        {
            var head = new byte[9];
            await _stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await _stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
            return (head[3], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _stream.Dispose();

    // Kestrel writes the status first: indexed (RFC 7541, appendix A), or literal with an indexed name.
    private static string Status(byte[] block) => block[0] switch
    {
        0x88 => "200",
        0x8c => "400",
        0x8d => "404",
        0x8e => "500",
        _ => Encoding.ASCII.GetString(block, 2, 3),
    };

    private static void WriteText(MemoryStream block, string text)
    {
        var rest = text.Length;
        if (rest < 127)
        {
            block.WriteByte((byte)rest);
        }
        else
        {
            block.WriteByte(127);
            for (rest -= 127; rest >= 128; rest /= 128)
            {
                block.WriteByte((byte)((rest % 128) + 128));
            }

            block.WriteByte((byte)rest);
        }

        block.Write(Encoding.Latin1.GetBytes(text));
    }
}
