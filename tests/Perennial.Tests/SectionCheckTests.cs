using Microsoft.Extensions.Configuration;

namespace Perennial.Tests;

/// <summary>What the framework's binder would pass over, drop or stumble upon.</summary>
public sealed class SectionCheckTests
{
    [Theory]
    [InlineData("SiteUrI", "https://a.example", "Perennial:SiteUrI is no setting; there is After, Cache, Deployment")]
    [InlineData("Page:Auto", "true", "Perennial:Page is no setting; there is ")]
    [InlineData("Cache:MemorLimit", "1", "Perennial:Cache:MemorLimit is no setting; there is Directory, DiskFileLimit")]
    [InlineData("Cache:MemoryLimit", "50MB", "Perennial:Cache:MemoryLimit is '50MB', where a number belongs")]
    [InlineData("Cache:MemoryLimit", "", "Perennial:Cache:MemoryLimit is '', where a number belongs")]
    [InlineData("Cache", "off", "Perennial:Cache is the text 'off', where an object belongs")]
    [InlineData("Pages:Auto", "yes", "Perennial:Pages:Auto is 'yes', where true or false belongs")]
    [InlineData("Pages:RenderTimeout", "60s", "Perennial:Pages:RenderTimeout is '60s', where a length of time as '00:01:00' belongs")]
    [InlineData("Pages:RenderTimeout", "60", "Perennial:Pages:RenderTimeout is '60', which would be days.")]
    [InlineData("SiteUrl:0", "https://a.example", "Perennial:SiteUrl holds settings of its own, where a text belongs")]
    [InlineData("OtherSiteUrls", "https://a.example", "Perennial:OtherSiteUrls is the text 'https://a.example', where a list belongs")]
    [InlineData("Deployment:GenerateBuildId", "abc", "Perennial:Deployment:GenerateBuildId is 'abc', and can be set in code only")]
    [InlineData("Images:DeviceSizes:0", "small", "Perennial:Images:DeviceSizes:0 is 'small', where a number belongs")]
    [InlineData("Images:Formats:0", "Webb", "Perennial:Images:Formats:0 is 'Webb'; it is one of")]
    [InlineData("Images:RemotePatterns:0:Hostname", "a.example", "Perennial:Images:RemotePatterns:0 holds settings of its own, where a text belongs")]
    [InlineData("Rules:Redirects:0:Sorce", "/a", "Perennial:Rules:Redirects:0:Sorce is no setting")]
    [InlineData("Rules:Redirect:0:Source", "/a", "Perennial:Rules:Redirect is no setting")]
    [InlineData("Rules:Redirects", "/a", "Perennial:Rules:Redirects is the text '/a'")]
    [InlineData("Rules:Redirects:0", "/a", "Perennial:Rules:Redirects:0 is the text '/a'")]
    [InlineData("Rules:Redirects:0:StatusCode", "abc", "Perennial:Rules:Redirects:0:StatusCode is 'abc', where a number belongs")]
    [InlineData("Rules:Redirects:0:Permanent", "ja", "Perennial:Rules:Redirects:0:Permanent is 'ja', where true or false belongs")]
    [InlineData("Rules:Rewrites:0:Phase", "Later", "Perennial:Rules:Rewrites:0:Phase is 'Later'; it is one of")]
    [InlineData("Rules:Headers:0:Has:0:Type", "Body", "Perennial:Rules:Headers:0:Has:0:Type is 'Body'; it is one of")]
    [InlineData("Rules:Headers:0:Has:0:Name", "x", "Perennial:Rules:Headers:0:Has:0:Name is no setting")]
    public void A_setting_that_nobody_understands_is_named_with_what_there_is(string key, string value, string error) =>
        Assert.StartsWith("PER1016 " + error, Assert.Single(Check((key, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("SiteUrl", "https://a.example")]
    [InlineData("siteurl", "https://a.example")]
    [InlineData("OtherSiteUrls:0", "https://a.example")]
    [InlineData("OtherSiteUrls", "")]
    [InlineData("Cache:MemoryLimit", "0")]
    [InlineData("Pages:RenderTimeout", "00:01:30")]
    [InlineData("Deployment:AssetArchive:MaxAge", "7.00:00:00")]
    [InlineData("Images:RemotePatterns:0", "https://a.example/**")]
    [InlineData("Images:Formats:0", "avif")]
    [InlineData("Rules:TrailingSlash", "Add")]
    [InlineData("Rules:Headers:0:Values:X-A", "1")]
    [InlineData("Imaging:MaxWorkers", "1")]
    public void What_is_understood_is_let_through(string key, string value) => Assert.Empty(Check((key, value)));

    [Fact]
    public void All_errors_are_named_at_once() =>
        Assert.Equal(3, Check(("Pages:Auto", "yes"), ("Cache:MemorLimit", "1"), ("SiteUrI", "x")).Count);

    [Fact]
    public void A_section_of_another_package_is_known_and_its_names_are_checked_too()
    {
        Assert.Empty(Check(("Postgres:Pool", "5")));
        Assert.Equal(
            ["PER1016 Perennial:Postgres:Pol is no setting; there is Pool."], Check(("postgres:Pol", "5")).Select(static error => error.Replace("postgres", "Postgres", StringComparison.Ordinal)));
        Assert.Contains("PER1016 Perennial:Postgres:Pool is 'five', where a number belongs", Assert.Single(Check(("Postgres:Pool", "five"))), StringComparison.Ordinal);
        Assert.Contains("Postgres", Assert.Single(Check(("Redis:Pool", "5"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_stands_is_said()
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(["--Perennial:Cache:MemorLimit=1"]).Build();

        Assert.EndsWith(" (on the command line).", Assert.Single(SectionCheck.Check(configuration, [])), StringComparison.Ordinal);
    }

    private static List<string> Check(params (string Key, string Value)[] settings) =>
        [.. SectionCheck.Check(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("Perennial:" + setting.Key, (string?)setting.Value)))
            .Build(), [new("Postgres", typeof(OtherOptions)), new("Imaging", typeof(Perennial.Imaging.ImagingOptions))])];

    private sealed class OtherOptions
    {
        public int Pool { get; set; }
    }
}
