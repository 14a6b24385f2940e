using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Perennial.Drafts;

/// <summary>The value of the draft cookie: made by whoever holds the secret, and worth nothing to anybody else.</summary>
/// <remarks>
/// <code>
/// version   1 byte    1
/// nonce    16 bytes
/// end       8 bytes   big endian: seconds since 1970 at which it ends
/// mac      32 bytes   HMAC-SHA256 of all that stands before, and of the site unless it is the main one, under a key derived
///                     from secret, purpose and audience
/// </code>
/// In base64url: 57 bytes are 76 characters and no bit is left over, so no second text means the same bytes.
/// </remarks>
internal sealed class DraftCookie
{
    /// <summary>Next's name, which content systems and caches in front may know already.</summary>
    public const string Name = "__prerender_bypass";

    private const byte Version = 1;
    private const int NonceAt = 1;
    private const int EndAt = 17;
    private const int MacAt = 25;
    private const int Length = MacAt + HMACSHA256.HashSizeInBytes;
    private const int TextLength = Length / 3 * 4;

    /// <summary>A request may name the cookie often; nobody has reason to, and each costs a MAC.</summary>
    private const int MostTried = 4;

    private readonly byte[][] _keys;

    /// <param name="secrets">Each 16 bytes or more that nobody else knows. The first one makes cookies, all of them know theirs.</param>
    /// <param name="audience">What the cookie is for: another one refuses it, even under the same secret.</param>
    public DraftCookie(IReadOnlyList<byte[]> secrets, string audience) => _keys =
    [
        .. secrets.Select(secret => HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, HMACSHA256.HashSizeInBytes, salt: [], info: Encoding.UTF8.GetBytes("perennial draft cookie 1\n" + audience))),
    ];

    /// <summary>
    /// Bound to the build, or by choice to the shared key and the site. Without either (no build, or Development without a key)
    /// to this process.
    /// </summary>
    /// <param name="options">The app's choice.</param>
    /// <param name="given">The keys of the environment, if there are some.</param>
    /// <param name="siteUrl">The site.</param>
    /// <param name="ofBuild">The keys in the build's manifest.</param>
    /// <param name="buildId">The build.</param>
    public static DraftCookie Of(
        DraftOptions options, IReadOnlyList<byte[]>? given, string? siteUrl, IReadOnlyList<byte[]>? ofBuild, string? buildId) =>
        options.UseEncryptionKey && given is not null ? new(given, "site " + siteUrl)
        : new((options.UseEncryptionKey ? null : ofBuild) ?? [RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes)], "build " + buildId);

    /// <summary>Whether a Cookie header may hold one. Cheap, because every request with cookies is asked.</summary>
    public static bool IsMentioned(StringValues header)
    {
        for (var i = 0; i < header.Count; i++) // foreach over StringValues is no cheaper, and this is the path of every hit
        {
            if (header[i]?.Contains(Name, StringComparison.Ordinal) is true)
            {
                return true;
            }
        }

        return false;
    }

    public string Issue(DateTimeOffset end, Uri? site = null)
    {
        Span<byte> value = stackalloc byte[Length];
        value[0] = Version;
        RandomNumberGenerator.Fill(value[NonceAt..EndAt]);
        BinaryPrimitives.WriteInt64BigEndian(value[EndAt..], end.ToUnixTimeSeconds());
        Mac(_keys[0], value[..MacAt], site, value[MacAt..]);
        return Base64Url.EncodeToString(value);
    }

    // Several cookies may have the name, with another path or domain.
    public bool IsIn(StringValues header, DateTimeOffset now, Uri? site = null) =>
        CookieHeaderValue.TryParseList([.. header.OfType<string>()], out var cookies)
        && cookies.Where(static cookie => cookie.Name.Equals(Name, StringComparison.Ordinal))
            .Take(MostTried)
            .Any(cookie => IsValid(cookie.Value.AsSpan(), now, site));

    public bool IsValid(ReadOnlySpan<char> text, DateTimeOffset now, Uri? site = null)
    {
        Span<byte> value = stackalloc byte[Length];
        if (text.Length != TextLength
            // Not TryDecodeFromChars, which throws where a character is none of the alphabet.
            || Base64Url.DecodeFromChars(text, value, out _, out var written) is not OperationStatus.Done || written != Length)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isOurs = false;
        foreach (var key in _keys)
        {
            Mac(key, value[..MacAt], site, mac);
            isOurs |= CryptographicOperations.FixedTimeEquals(mac, value[MacAt..]);
        }

        return isOurs
            && value[0] == Version
            && BinaryPrimitives.ReadInt64BigEndian(value[EndAt..]) > now.ToUnixTimeSeconds();
    }

    // What stands in front of the site has a fixed length, so the two cannot run into each other.
    private static void Mac(byte[] key, ReadOnlySpan<byte> value, Uri? site, Span<byte> mac)
    {
        if (site is null)
        {
            HMACSHA256.HashData(key, value, mac);
            return;
        }

        byte[] all = [.. value, .. Encoding.UTF8.GetBytes(site.GetLeftPart(UriPartial.Authority))];
        HMACSHA256.HashData(key, all, mac);
    }
}
