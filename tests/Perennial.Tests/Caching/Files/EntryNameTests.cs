using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

public sealed class EntryNameTests
{
    private static readonly string Entries = Path.GetFullPath("entries");

    [Fact, Trait("Proves", "S-96")]
    public void Whatever_a_key_says_its_file_is_one_flat_name_inside_the_folder()
    {
        var root = Entries + Path.DirectorySeparatorChar;
        string[] nasty =
        [
            "..\\", "../", "C:", "\\\\?\\", "CON", "NUL.page", "x.", "x ", "x:y", new string('a', 300), "😀", "é", "e\u0301",
            "/etc/passwd", "\0", "\r\n", "%2e%2e%2f", ".page", "-rf", "~", "$HOME", "a/../../b",
        ];
        var random = new Random(96);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < 100_000; i++)
        {
            var text = i < nasty.Length
                ? nasty[i]
                : string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => nasty[random.Next(nasty.Length)])) + (char)random.Next(0x10000);
            var path = EntryName.Of(Some.Key(text, $"{i}")).PathIn(Entries);

            Assert.StartsWith(root, Path.GetFullPath(path), StringComparison.Ordinal);
            Assert.Matches("^[0-9a-f]{2}/[0-9a-f]{64}\\.page$", path[root.Length..].Replace('\\', '/'));
            Assert.True(seen.Add(path));
        }
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.page", true)]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef.page", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde.page", false)]
    [InlineData(" 123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.page", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.html", false)]
    public void A_file_is_ours_by_its_exact_name(string fileName, bool isOurs)
    {
        Assert.Equal(isOurs, EntryName.TryParse(fileName, out var name));
        Assert.True(!isOurs || fileName == name + ".page");
    }
}
