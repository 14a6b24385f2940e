using System.Text;

namespace Perennial;

internal static class DotEnvReader
{
    public const int MaxBytes = 10 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A folder counts as no file: many Python environments are called .env.
    public static DotEnvFile? Read(string path)
    {
        if (Directory.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new(path, Decode(path, ReadAll(path, stream)));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DotEnvException(
                "PER1042",
                $"{path} is there and cannot be read: {error.Message} Let the app's user read it, or remove it. Nothing was loaded.",
                error);
        }
    }

    // Not by the file's length: a named pipe, which secret managers put in place of a file, has none.
    private static ReadOnlySpan<byte> ReadAll(string path, FileStream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxBytes)
            {
                throw new DotEnvException(
                    "PER1041", $"{path} is larger than 10 MB. Is it a .env file? Nothing was loaded.");
            }
        }

        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
    }

    private static string Decode(string path, ReadOnlySpan<byte> bytes)
    {
        // UTF-16 without a mark is valid UTF-8, with a zero in every other place.
        var wrong = bytes.IndexOf((byte)0);
        try
        {
            var text = Strict.GetString(bytes);
            if (wrong < 0)
            {
                return text;
            }
        }
        catch (DecoderFallbackException error)
        {
            wrong = error.Index;
        }

        throw new DotEnvException(
            "PER1040",
            $"{path} is not UTF-8 text (byte {wrong}). Save it as UTF-8; PowerShell before version 6 writes UTF-16. "
            + "Nothing was loaded.");
    }
}
