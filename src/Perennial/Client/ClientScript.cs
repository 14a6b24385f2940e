using System.Security.Cryptography;
using Perennial.Http;

namespace Perennial.Client;

/// <summary>perennial.js, as it goes over the wire. Its name holds its hash, so it is kept for ever.</summary>
internal sealed class ClientScript
{
    public const string ContentType = "text/javascript; charset=utf-8";

    private const int HashLength = 12;

    public ClientScript()
    {
        using var stream = typeof(ClientScript).Assembly.GetManifestResourceStream("Perennial.Client.perennial.js")!;
        var plain = new byte[stream.Length];
        stream.ReadExactly(plain);
        Tag = Convert.ToHexStringLower(SHA256.HashData(plain))[..HashLength];
        Path = $"/_perennial/perennial.{Tag}.js";
        Uncoded = plain;
        Gzip = Compression.Gzip(plain) ?? plain;
        Brotli = Compression.Brotli(plain, Compression.BestQuality) ?? plain;
    }

    public string Path { get; }

    public string Tag { get; }

    public byte[] Uncoded { get; }

    public byte[] Gzip { get; }

    public byte[] Brotli { get; }

    public byte[] Bytes(ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => Brotli,
        ContentCoding.Gzip => Gzip,
        _ => Uncoded,
    };
}
