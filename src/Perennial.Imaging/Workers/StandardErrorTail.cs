using System.Text;

namespace Perennial.Imaging.Workers;

/// <summary>
/// Reads what a worker says on its standard error, so that its pipe never fills, and remembers the last of it: a native
/// library's last words before it ends the process.
/// </summary>
internal sealed class StandardErrorTail
{
    private const int Most = 500;

    private readonly StringBuilder _tail = new();

    public StandardErrorTail(Stream errors) => Ended = ReadAsync(errors);

    public Task Ended { get; }

    /// <summary>On one line, without control characters: it stems from bytes that nobody trusts.</summary>
    public string Text
    {
        get
        {
            lock (_tail)
            {
                return _tail.Length is 0 ? "nothing" : _tail.ToString();
            }
        }
    }

    private async Task ReadAsync(Stream errors)
    {
        var buffer = new byte[1024];
        try
        {
            while (await errors.ReadAsync(buffer) is var count and > 0)
            {
                lock (_tail)
                {
                    foreach (var letter in Encoding.ASCII.GetString(buffer, 0, count))
                    {
                        _tail.Append(char.IsControl(letter) ? ' ' : letter);
                    }

                    _tail.Remove(0, Math.Max(0, _tail.Length - Most));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The pipe went with the process.
        }
    }
}
