using System.Globalization;
using System.Text;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Reads messages from a connection as RFC 9112 says, and takes exception to everything else.</summary>
public sealed class RawReader(Stream stream, CancellationToken cancellationToken)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request; null when the connection ended properly before one.</summary>
    public async Task<RawRequest?> ReadRequestAsync()
    {
        if (await ReadLineAsync(isFirst: true) is not { } line)
        {
            return null;
        }

        var words = line.Split(' ');
        if (words is not [_, _, "HTTP/1.1"])
        {
            throw new FormatException($"No request line: '{line}'");
        }

        var headers = await ReadHeadersAsync();
        return new(line, headers, await ReadBodyAsync(headers, isResponse: false));
    }

    /// <summary>The next response: its status line, headers and body. One without a length runs to the end.</summary>
    public async Task<RawRequest> ReadResponseAsync(bool hasBody = true)
    {
        var line = await ReadLineAsync() ?? throw new IOException("ended");
        var headers = await ReadHeadersAsync();
        var status = line.Split(' ')[1];
        return new(line, headers, hasBody && status is not ("204" or "304" or "101") ? await ReadBodyAsync(headers, isResponse: true) : "");
    }

    /// <summary>What comes next, at least one byte; empty at the end.</summary>
    public async Task<string> ReadSomeAsync()
    {
        if (_start == _end && !await FillAsync())
        {
            return "";
        }

        var text = Encoding.Latin1.GetString(_buffer, _start, _end - _start);
        _start = _end;
        return text;
    }

    private async Task<List<(string Name, string Value)>> ReadHeadersAsync()
    {
        var headers = new List<(string, string)>();
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line[..colon].Contains(' ', StringComparison.Ordinal))
            {
                throw new FormatException($"No header: '{line}'");
            }

            headers.Add((line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return headers;
    }

    private async Task<string> ReadBodyAsync(List<(string Name, string Value)> headers, bool isResponse)
    {
        string[] Of(string name) =>
            [.. headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value)];
        var (lengths, codings) = (Of("Content-Length"), Of("Transfer-Encoding"));
        if (lengths.Length + codings.Length > 1)
        {
            throw new FormatException("Framed twice: " + string.Join(", ", [.. lengths, .. codings]));
        }

        if (codings is [var coding])
        {
            return coding == "chunked" ? await ReadChunksAsync() : throw new FormatException("Transfer-Encoding: " + coding);
        }

        if (lengths is [var length])
        {
            return await ReadExactlyAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return isResponse ? await ReadToEndAsync() : "";
    }

    private async Task<string> ReadChunksAsync()
    {
        var body = new StringBuilder();
        while (true)
        {
            var line = await ReadLineAsync() ?? throw new IOException("ended");
            var size = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Append(await ReadExactlyAsync(size));
            if (await ReadLineAsync() is not "")
            {
                throw new FormatException("A chunk without its end, or a trailer.");
            }

            if (size == 0)
            {
                return body.ToString();
            }
        }
    }

    private async Task<string> ReadExactlyAsync(int count)
    {
        var text = new StringBuilder(count);
        while (text.Length < count)
        {
            if (_start == _end && !await FillAsync())
            {
                throw new IOException("ended");
            }

            var take = Math.Min(count - text.Length, _end - _start);
            text.Append(Encoding.Latin1.GetString(_buffer, _start, take));
            _start += take;
        }

        return text.ToString();
    }

    private async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        while (await ReadSomeAsync() is { Length: > 0 } some)
        {
            text.Append(some);
        }

        return text.ToString();
    }

    private async Task<string?> ReadLineAsync(bool isFirst = false)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync())
            {
                return isFirst && line.Length == 0 ? null : throw new IOException("ended");
            }

            var next = (char)_buffer[_start++];
            if (next is not '\n')
            {
                line.Append(next);
            }
            else if (line.Length > 0 && line[^1] == '\r')
            {
                return line.ToString(0, line.Length - 1);
            }
            else
            {
                throw new FormatException($"A line without its end: '{line}'");
            }
        }
    }

    private async Task<bool> FillAsync()
    {
        (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
        return _end > 0;
    }
}
