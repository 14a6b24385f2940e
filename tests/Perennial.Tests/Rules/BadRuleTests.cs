using Perennial.Rules;

namespace Perennial.Tests.Rules;

/// <summary>Configurations that must not start. Each line is one, with the code that says why.</summary>
[Trait("Proves", "F-93")]
public sealed class BadRuleTests
{
    public static TheoryData<string, string, string> Redirects { get; } = new()
    {
        // Sources.
        { "PER1100", "", "/x" },
        { "PER1100", "old", "/x" },
        { "PER1100", "~/old", "/x" },
        { "PER1100", "/old?x=1", "/x" },
        { "PER1100", "/{a}{b}", "/x" },
        { "PER1100", "/{slug", "/x" },
        { "PER1100", "/slug}", "/x" },
        { "PER1100", "/{a}/{a}", "/x" },
        { "PER1100", "/{}", "/x" },
        { "PER1100", "/{**rest}/more", "/x" },
        { "PER1100", "/a//b", "/x" },
        { "PER1100", "/caf%C3%A9", "/x" },
        { "PER1100", "/old%20page/{x}", "/x" },
        { "PER1100", "/{x}-%2e", "/x" },
        { "PER1100", "/{a?}/b/{c}/{d?}x", "/x" },
        { "PER1101", "/old/:slug", "/x" },
        { "PER1101", "/:path*{/}?", "/x" },
        { "PER1101", "/:path*", "/x" },
        { "PER1101", @"/old/:id(\d{1,})", "/x" },
        { "PER1101", "/:a-:b", "/x" },
        { "PER1102", "/{id:nosuch}", "/x" },
        { "PER1102", "/{id:int(}", "/x" },
        { "PER1102", "/{id:length(a)}", "/x" },
        { "PER1102", "/{id:min()}", "/x" },
        { "PER1102", "/{id:regex(()}", "/x" },
        { "PER1102", "/{id:regex((?=a)b)}", "/x" },
        { "PER1102", @"/{id:regex((a)\1)}", "/x" },
        { "PER1102", "/{id:regex((?<!a)b)}", "/x" },
        { "PER1102", "/{id:regex((?>a+)b)}", "/x" },

        // Destinations.
        { "PER1103", "/old", "" },
        { "PER1103", "/old", "x" },
        { "PER1103", "/old", "//evil.example" },
        { "PER1103", "/old", @"/\evil.example" },
        { "PER1103", "/old", @"\\evil.example" },
        { "PER1103", "/old", "/x\r\nSet-Cookie: a=b" },
        { "PER1103", "/old", "/\t/evil.example" },
        { "PER1103", "/old", "/x\0" },
        { "PER1103", "/old", "ftp://example.com/" },
        { "PER1103", "/old", "javascript:alert(1)" },
        { "PER1103", "/old", "javascript://x/%0aalert(1)" },
        { "PER1103", "/old", "data:text/html,x" },
        { "PER1103", "/old", "mailto:a@b.c" },
        { "PER1103", "/old", "https://" },
        { "PER1103", "/old", "https:///x" },
        { "PER1103", "/old", "https://user:password@example.com/" },
        { "PER1103", "/old", "https://example.com:port/" },
        { "PER1103", "/old", "https://gärtnerei.example/" },
        { "PER1103", "/old", "https://evil。example/" },
        { "PER1103", "/old", "/x/{" },
        { "PER1103", "/old", "/x/{}" },
        { "PER1103", "/old", "/x/}" },
        { "PER1103", "/old/{slug}", "/x/{slug:int}" },
        { "PER1103", "/old/{slug}", "/x?{slug}=1" },
        { "PER1104", "/old", "/x/{slug}" },
        { "PER1104", "/old/{slug}", "/x/{slog}" },
        { "PER1104", "/old/{slug}", "/x?a={b}" },
        { "PER1104", "/old/{slug}", "/x#{b}" },
        { "PER1105", "/old/{host}", "https://{host}/" },
        { "PER1105", "/old/{host}", "https://{host}.example.com/" },
        { "PER1105", "/old/{host}", "https://example.com{host}" },
        { "PER1105", "/old/{host}", "https://example.com:{host}/" },
        { "PER1105", "/old/{host}", "https://user@{host}/" },
        { "PER1105", "/old/{host}", "//{host}/" },

        // LoopDetector.
        { "PER1107", "/old", "/old" },
        { "PER1107", "/old/{slug}", "/old/{slug}" },
        { "PER1107", "/{**path}", "/x/{path}" },
        { "PER1107", "/old/{id:int}", "/OLD/{id}/" },
    };

    [Theory]
    [MemberData(nameof(Redirects))]
    public void A_bad_redirect_is_refused_with_its_place(string code, string source, string destination)
    {
        // A destination that begins like "//{host}" has two reasons to be refused, and either is good.
        var error = Assert.Single(Compiled.Errors(rules => rules.Redirects.Add(source, destination)));

        Assert.Contains(error[..7], destination.StartsWith("//", StringComparison.Ordinal) ? new[] { "PER1103", "PER1105" } : [code]);
        Assert.StartsWith("Perennial:Rules:Redirects:0", error[8..], StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Proves", "S-76")]
    [InlineData("PER1103", "/a", "/b#c")]
    [InlineData("PER1103", "/a", "ws://127.0.0.1/")]
    [InlineData("PER1105", "/a/{region}", "https://{region}.api.example.com/")]
    [InlineData("PER1105", "/a/{region:regex(^[a-z0-9-]+$)}", "https://{region}.api.example.com/")]
    [InlineData("PER1105", "/a/{**path}", "https://api.example.com{path}")]
    [InlineData("PER1105", "/a/{port:int}", "https://api.example.com:{port}/")]
    [InlineData("PER1105", "/a/{user}", "https://{user}@api.example.com/")]
    [InlineData("PER1105", "/a/{scheme}", "{scheme}://api.example.com/")]
    [InlineData("PER1107", "/a", "/a")]
    public void So_is_a_bad_rewrite(string code, string source, string destination) =>
        Assert.StartsWith($"{code} Perennial:Rules:Rewrites:0", Assert.Single(Compiled.Errors(rules => rules.Rewrites.Add(source, destination))), StringComparison.Ordinal);

    [Theory]
    [Trait("Proves", "S-81")]
    [InlineData("PER1109", "", "x")]
    [InlineData("PER1109", "X Y", "x")]
    [InlineData("PER1109", "X:", "x")]
    [InlineData("PER1109", "X\r\n", "x")]
    [InlineData("PER1109", "X\u00e9", "x")]
    [InlineData("PER1109", "X-A", "a\r\nSet-Cookie: b=c")]
    [InlineData("PER1109", "X-A", "a\nb")]
    [InlineData("PER1109", "X-A", "a\0b")]
    [InlineData("PER1109", "X-A", "caf\u00e9")]
    [InlineData("PER1109", "X-A", "a\u007fb")]
    [InlineData("PER1109", "X-A", "{")]
    [InlineData("PER1104", "X-A", "{nobody}")]
    [InlineData("PER1110", "Content-Length", "5")]
    [InlineData("PER1110", "content-length", "5")]
    [InlineData("PER1110", "Transfer-Encoding", "chunked")]
    [InlineData("PER1110", "Connection", "close")]
    [InlineData("PER1110", "Set-Cookie", "a=b")]
    [InlineData("PER1110", "Content-Encoding", "br")]
    [InlineData("PER1110", "Content-Type", "text/html")]
    [InlineData("PER1110", "Location", "/x")]
    [InlineData("PER1110", "ETag", "\"x\"")]
    [InlineData("PER1110", "Age", "0")]
    [InlineData("PER1110", "Vary", "Accept")]
    public void So_is_a_bad_header(string code, string name, string value) =>
        Assert.StartsWith($"{code} Perennial:Rules:Headers:0", Assert.Single(Compiled.Errors(rules => rules.Headers.Add("/{**path}", name, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("BasePath", "docs", "PER1111 Perennial:Rules:BasePath is 'docs'")]
    [InlineData("BasePath", "/docs/", "PER1111")]
    [InlineData("BasePath", "//docs", "PER1111")]
    [InlineData("BasePath", "/{docs}", "PER1111")]
    [InlineData("BasePath", "/a%20b", "PER1111")]
    [InlineData("BasePath", "https://example.com/docs", "PER1111")]
    public void So_is_a_setting_that_nobody_understands(string key, string value, string error) =>
        Assert.Contains(Compiled.Bound((key, value)).Errors, line => line.StartsWith(error, StringComparison.Ordinal));

    [Theory]
    [InlineData(RuleConditionType.Header, null, "x")]
    [InlineData(RuleConditionType.Cookie, "", null)]
    [InlineData(RuleConditionType.Query, null, null)]
    [InlineData(RuleConditionType.Host, null, null)]
    [InlineData(RuleConditionType.Header, "x", "(")]
    [InlineData(RuleConditionType.Header, "x", "(?=a)")]
    [InlineData(RuleConditionType.Header, "x", @"(a)\1")]
    [InlineData((RuleConditionType)9, "x", "a")]
    public void So_is_a_bad_condition(RuleConditionType type, string? key, string? value) =>
        Assert.StartsWith("PER1108 Perennial:Rules:Redirects:0:Has:0", Assert.Single(Compiled.Errors(rules =>
            rules.Redirects.Add("/a", "/b", has: [new() { Type = type, Key = key, Value = value }]))), StringComparison.Ordinal);

    [Fact]
    public void Two_redirects_in_a_circle_are_told_once_with_their_paths()
    {
        var errors = Compiled.Errors(static rules =>
        {
            rules.Redirects.Add("/a", "/b/1");
            rules.Redirects.Add("/b/{x:int}", "/c");
            rules.Redirects.Add("/c", "/a");
        });

        Assert.Equal(
            ["PER1107 Perennial:Rules:Redirects:0 leads in a circle: /a → /b/1 → /c → /a; let one of these rules lead to where the last one should."], errors);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var errors = Compiled.Errors(static rules =>
        {
            rules.BasePath = "docs";
            rules.Redirects.Add("old", "//x", statusCode: 200, has: [RuleCondition.Header("")]);
            rules.Rewrites.Add("/a", "/b/{c}");
            rules.Headers.Add("/:path*", "Age", "1");
        });

        Assert.Equal(
            ["PER1111", "PER1101", "PER1110", "PER1106", "PER1100", "PER1103", "PER1108", "PER1104"],
            errors.Select(static error => error[..7]));
    }

    [Theory]
    [InlineData("/:path*{/}?", "/{**path}")]
    [InlineData("/old/:slug", "/old/{slug}")]
    [InlineData("/old/:slug?", "/old/{slug?}")]
    [InlineData("/docs/:path+", "/docs/{**path}")]
    [InlineData(@"/post/:id(\d{1,})", @"/post/{id:regex(^(\d{{1,}})$)}")]
    [InlineData("/:a-:b", "/{a}-{b}")]
    [InlineData("/(.*)", "/{**p0}")]
    [InlineData("/docs/(.+)", "/docs/{**p0}")]
    [InlineData("/:path(.*)", "/{**path}")]
    [InlineData(@"/(en|de)/post-(\d+)", @"/{p0:regex(^(en|de)$)}/post-{p1:regex(^(\d+)$)}")]
    public void Next_spelling_is_answered_with_ours_which_is_good(string theirs, string ours)
    {
        Assert.Contains($"Here it is '{ours}'", Assert.Single(Compiled.Errors(rules => rules.Headers.Add(theirs, "X-A", "b"))), StringComparison.Ordinal);
        Assert.Empty(Compiled.Errors(rules => rules.Headers.Add(ours, "X-A", "b")));
    }

    [Fact]
    public void Brackets_that_are_text_are_text()
    {
        Assert.Empty(Compiled.Errors(static rules => rules.Redirects.Add("/wiki/Rose_(plant)", "/plants/rose")));
        Assert.True(Compiled.Source("/wiki/Rose_(plant)").TryMatch("/wiki/Rose_(plant)", out _));
    }

    [Fact]
    public void A_swap_by_conditions_and_a_chain_that_ends_are_no_circles() =>
        Assert.Empty(Compiled.Errors(static rules =>
        {
            rules.Redirects.Add("/a", "/b");
            rules.Redirects.Add("/b", "/c");
            rules.Redirects.Add("/{**path}", "https://example.com/{path}", has: [RuleCondition.Host("www.example.com")]);
            rules.Redirects.Add("/x/{**path}", "/{path}");
            rules.Redirects.Add("/{slug}", "/landing");
            rules.Rewrites.Add("/{lang:length(2)}", "/");
        }));
}
