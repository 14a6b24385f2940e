using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Perennial.EndToEnd.Deployments;

/// <summary>Assets as a publish leaves them: files, brotli beside them, and the manifest that MapStaticAssets reads.</summary>
internal sealed class WebRoot
{
    private readonly List<object> _endpoints = [];
    private readonly Dictionary<string, string> _names = [];

    public WebRoot(string folder)
    {
        Folder = Path.Join(folder, "wwwroot");
        Manifest = Path.Join(folder, "assets.endpoints.json");
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    public string Manifest { get; }

    /// <summary>The path of a file by its label, as a request has it.</summary>
    public string this[string label] => "/" + _names[label];

    public WebRoot Add(string label, string text, string contentType, bool isFingerprinted = true)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var path = Path.Join(Folder, label);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        using (var brotli = new BrotliStream(File.Create(path + ".br"), CompressionLevel.Optimal))
        {
            brotli.Write(bytes);
        }

        Endpoint(label, label, null, contentType, bytes, null);
        if (isFingerprinted)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..10];
            var name = label.Insert(label.LastIndexOf('.'), "." + hash);
            _names[label] = name;
            Endpoint(name, label, null, contentType, bytes, (hash, label));
            Endpoint(name, label + ".br", "br", contentType, bytes, (hash, label));
        }
        else
        {
            _names[label] = label;
        }

        return this;
    }

    public WebRoot Save()
    {
        File.WriteAllText(Manifest, JsonSerializer.Serialize(new { Version = 1, ManifestType = "Publish", Endpoints = _endpoints }));
        return this;
    }

    private void Endpoint(string route, string file, string? encoding, string contentType, byte[] plain, (string Hash, string Label)? fingerprint)
    {
        var integrity = Convert.ToBase64String(SHA256.HashData(plain));
        List<object> headers =
        [
            Pair("Cache-Control", fingerprint is null ? "no-cache" : "max-age=31536000, immutable"),
            Pair("Content-Length", new FileInfo(Path.Join(Folder, file)).Length.ToString(CultureInfo.InvariantCulture)),
            Pair("Content-Type", contentType),
            Pair("ETag", $"\"{integrity[..20]}{encoding}\""),
            Pair("Vary", "Accept-Encoding"),
        ];
        if (encoding is not null)
        {
            headers.Add(Pair("Content-Encoding", encoding));
        }

        List<object> properties = [Pair("integrity", "sha256-" + integrity)];
        if (fingerprint is { } print)
        {
            properties.Add(Pair("fingerprint", print.Hash));
            properties.Add(Pair("label", print.Label));
        }

        _endpoints.Add(new
        {
            Route = route,
            AssetFile = file,
            Selectors = encoding is null ? [] : new[] { new { Name = "Content-Encoding", Value = encoding, Quality = "0.5" } },
            ResponseHeaders = headers,
            EndpointProperties = properties,
        });
    }

    private static object Pair(string name, string value) => new { Name = name, Value = value };
}
