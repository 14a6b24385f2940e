using Perennial.Tests.House;
using Perennial.Tests.PlantedRooms.Caching;

namespace Perennial.Tests;

public sealed class RoomsTests
{
    [Fact]
    public void Every_room_uses_only_the_rooms_that_it_may()
    {
        var broken = AssemblyUses.Of(typeof(PerennialOptions).Assembly).Select(RoomTable.Judge).OfType<string>().ToList();

        Assert.True(broken is [], string.Join('\n', broken));
    }

    [Theory]
    [InlineData("Caching", "Perennial.Pages", "PageRenderer", "Caching may use nothing of ours")]
    [InlineData("Caching", "Perennial.Http", "Preconditions", "Caching may use nothing of ours")]
    [InlineData("Caching", "Microsoft.AspNetCore.Http", "HttpContext", "Caching knows no HttpContext")]
    [InlineData("Caching", "Perennial", "PerennialOptions", "a room may use PerennialException only")]
    [InlineData("Http", "Perennial.Caching", "Freshness", "Http may use nothing of ours")]
    [InlineData("Rules", "Perennial.Pages", "PageRenderer", "Rules may use Http")]
    [InlineData("Pages", "Perennial.Prerendering", "Builder", "Pages may use Http, Caching, Drafts")]
    [InlineData("Attic", "System", "String", "'Attic' is no room")]
    public void A_forbidden_use_is_told_with_its_rule(string room, string space, string type, string rule)
    {
        var told = RoomTable.Judge(new Use($"Perennial.{room}", $"Perennial.{room}.Thing.Method", space, type));

        Assert.Contains(rule, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Perennial.Pages", "Perennial.Caching", "Freshness")]
    [InlineData("Perennial.Pages", "Microsoft.AspNetCore.Http", "HttpContext")]
    [InlineData("Perennial.Prerendering", "Perennial.Pages", "PageRenderer")]
    [InlineData("Perennial.Caching", "Perennial", "PerennialException")]
    [InlineData("Perennial.Caching", "Perennial.Caching", "Freshness")]
    [InlineData("Perennial.Caching", "System.IO", "File")]
    [InlineData("Perennial", "Perennial.Prerendering", "Builder")]
    public void An_allowed_use_is_no_news(string from, string space, string type) =>
        Assert.Null(RoomTable.Judge(new Use(from, "Thing", space, type)));

    [Fact]
    public void A_type_outside_the_house_is_told() =>
        Assert.Contains(
            "outside Perennial", RoomTable.Judge(new Use("Attic", "Attic.Thing", "System", "String")), StringComparison.Ordinal);

    [Theory]
    [InlineData("MadeInABody")]
    [InlineData("NamedInALambda")]
    [InlineData("NamedBehindAnAwait")]
    public void Bodies_count(string type)
    {
        var uses = AssemblyUses.Of(typeof(Violator).Assembly);

        Assert.Contains(uses, use => use.ToType == type && use.FromNamespace == typeof(Violator).Namespace);
    }
}
