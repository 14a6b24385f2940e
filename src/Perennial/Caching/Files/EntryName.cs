using System.Buffers;
using System.Globalization;

namespace Perennial.Caching.Files;

/// <summary>
/// The name of an entry's file: the hash of its key and nothing else of it. No part of a request ever becomes part of a
/// path. As a value it takes 32 bytes where the text takes 150, which counts for a hundred thousand files.
/// </summary>
internal readonly record struct EntryName(UInt128 High, UInt128 Low)
{
    public const string Extension = ".page";
    private const int HashLength = 64;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static EntryName Of(EntryKey key) => Parse(key.Hash);

    public static bool TryParse(ReadOnlySpan<char> fileName, out EntryName name)
    {
        var isOurs = fileName.Length == HashLength + Extension.Length
            && fileName.EndsWith(Extension, StringComparison.Ordinal)
            && !fileName[..HashLength].ContainsAnyExcept(Digits);
        name = isOurs ? Parse(fileName[..HashLength]) : default;
        return isOurs;
    }

    /// <summary>Where it lies below the folder of all entries: 256 folders, because some file systems slow down in huge ones.</summary>
    public string PathIn(string entries)
    {
        var hash = ToString();
        return Path.Join(entries, hash[..2], hash + Extension);
    }

    public override string ToString() => $"{High:x32}{Low:x32}";

    private static EntryName Parse(ReadOnlySpan<char> hash) =>
        new(Half(hash[..32]), Half(hash[32..]));

    private static UInt128 Half(ReadOnlySpan<char> digits) =>
        UInt128.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
