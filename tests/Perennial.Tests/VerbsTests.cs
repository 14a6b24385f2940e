using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Perennial.Tests;

public sealed class VerbsTests
{
    [Theory]
    [InlineData("build", "build")]
    [InlineData("start", "start", "--urls", "http://127.0.0.1:3000")]
    [InlineData("export", "export")]
    [InlineData("")]
    [InlineData("", "Build")]
    [InlineData("", "building")]
    [InlineData("", "--environment=Development", "--contentRoot=/app", "--applicationName=App")]
    [InlineData("", "--environment", "build")]
    [InlineData("", "serve", "build")]
    public void A_verb_is_an_exact_first_argument(string word, params string[] args) => Assert.Equal(word, Verbs.Of(args).Word());

    [Theory]
    [InlineData("biuld", "build")]
    [InlineData("Build", "build")]
    [InlineData("buld", "build")]
    [InlineData("strat", "start")]
    [InlineData("exprot", "export")]
    [InlineData("serve", null)]
    [InlineData("migrate", null)]
    [InlineData("--environment=Development", null)]
    [InlineData("", null)]
    public void A_word_that_is_nearly_a_verb_was_meant_as_one(string word, string? verb) => Assert.Equal(verb, Verbs.ClosestVerb(word));

    [Theory]
    [InlineData(true, "help")]
    [InlineData(true, "--help", "--urls=http://127.0.0.1:3000")]
    [InlineData(true, "-h")]
    [InlineData(true, "build", "--help")]
    [InlineData(true, "start", "--environment", "Production", "-h")]
    [InlineData(false)]
    [InlineData(false, "build")]
    [InlineData(false, "Help")]
    [InlineData(false, "--message", "help")]
    [InlineData(false, "migrate", "--help")]
    public void Help_is_asked_for_in_place_of_a_verb_or_behind_one(bool isAsked, params string[] args) => Assert.Equal(isAsked, Help.IsAsked(args));

    [Theory]
    [InlineData(true, "build", "--require-ledger", "--environment", "Production")]
    [InlineData(true, "build", "--environment", "Production", "--require-ledger")]
    [InlineData(false, "build", "--environment", "Production")]
    public void A_flag_does_not_swallow_the_argument_after_it(bool isRequired, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(Verbs.Normalize(args));

        Assert.Equal(isRequired, Verbs.RequiresLedger(builder.Configuration));
        Assert.Equal("Production", builder.Configuration["environment"]);
    }

    [Theory]
    [InlineData(true, "build", "--best", "--environment", "Production")]
    [InlineData(false, "build", "--environment", "Production")]
    public void The_best_coding_is_a_flag_of_a_build(bool isBest, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(Verbs.Normalize(args));

        Assert.Equal(isBest, Verbs.AsksForBest(builder.Configuration));
        Assert.Equal("Production", builder.Configuration["environment"]);
    }

    [Fact]
    public void The_verb_of_a_foreign_builder_is_read_from_its_configuration()
    {
        var builder = WebApplication.CreateBuilder(["start", "--Perennial:SiteUrl=https://example.com"]);

        Assert.Equal(Verb.Start, Verbs.Of(builder.Configuration));
        Assert.Equal(Verb.None, Verbs.Of(WebApplication.CreateBuilder().Configuration));
    }

    [Fact]
    public void A_verb_does_not_disturb_the_other_arguments()
    {
        var builder = PerennialApplication.CreateBuilder(["build", "--Perennial:SiteUrl=https://example.com", "Plants=rose"]);

        Assert.Equal("https://example.com", builder.Configuration["Perennial:SiteUrl"]);
        Assert.Equal("rose", builder.Configuration["Plants"]);
        Assert.Null(builder.Configuration["build"]);
    }
}
