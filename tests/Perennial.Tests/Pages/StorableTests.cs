using System.Text;
using Microsoft.AspNetCore.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Tests.Pages;

/// <summary>What may be kept is an allow-list.</summary>
public sealed class StorableTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(410)]
    public void A_page_and_its_absence_are_kept(int status) => Assert.Equal(StorableVerdict.Keep, Judge(status).Verdict);

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public void A_redirect_is_kept_when_it_says_whereto(int status)
    {
        Assert.Equal(StorableVerdict.Keep, Judge(status, ("Location", "/there")).Verdict);
        Assert.Equal(StorableVerdict.NotKept, Judge(status).Verdict);
    }

    [Fact]
    public void Every_other_status_is_not_kept_and_those_of_the_server_are_failures()
    {
        foreach (var status in Enumerable.Range(100, 500).Except([200, 404, 410]))
        {
            Assert.Equal(status >= 500 ? StorableVerdict.Failed : StorableVerdict.NotKept, Judge(status).Verdict);
        }
    }

    [Fact]
    public void A_response_that_sets_a_cookie_is_not_kept_and_only_the_cookies_name_is_told()
    {
        var verdict = Judge(200, ("Set-Cookie", "session=secret; path=/"));

        Assert.Equal(StorableVerdict.NotKept, verdict.Verdict);
        Assert.Contains("session", verdict.Because, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", verdict.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server", false)]
    [InlineData("auto", false)]
    [InlineData("webassembly", true)]
    public void A_component_whose_descriptor_ends_is_not_kept(string type, bool isKept)
    {
        var body = Encoding.UTF8.GetBytes($$"""<main><!--Blazor:{"type":"{{type}}","prerenderId":"1"}--></main>""");

        Assert.Equal(isKept ? StorableVerdict.Keep : StorableVerdict.NotKept, Storable.Judge(new(200, new HeaderDictionary(), body, IsByPage: true, []), hasNonce: false).Verdict);
    }

    [Fact]
    public void What_came_out_of_another_cache_is_a_failed_render() =>
        Assert.Equal(StorableVerdict.Failed, Judge(200, ("Age", "0")).Verdict);

    [Fact]
    public void What_another_than_the_page_answered_is_not_kept() =>
        Assert.Equal(StorableVerdict.NotKept, Storable.Judge(new(200, new HeaderDictionary(), [], IsByPage: false, []), hasNonce: false).Verdict);

    [Fact]
    public void What_read_something_of_a_visitor_is_not_kept_though_it_failed()
    {
        var verdict = Storable.Judge(new(500, new HeaderDictionary(), [], IsByPage: true, ["the cookie 'a'"]), hasNonce: false);

        Assert.Equal((StorableVerdict.NotKept, "it reads the cookie 'a'"), (verdict.Verdict, verdict.Because));
    }

    [Fact]
    public void A_nonce_is_good_for_one_response() =>
        Assert.Equal(StorableVerdict.NotKept, Storable.Judge(new(200, new HeaderDictionary(), [], IsByPage: true, []), hasNonce: true).Verdict);

    private static Storable Judge(int status, params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return Storable.Judge(new(status, dictionary, [], IsByPage: true, []), hasNonce: false);
    }
}
