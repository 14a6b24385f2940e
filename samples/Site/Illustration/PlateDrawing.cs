using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Site.Illustration;

/// <summary>Puts plants on a sheet: one on a tall sheet, or a bed of them on a wide one.</summary>
internal static class PlateDrawing
{
    public static MarkupString Single(string plants, string seed)
    {
        var plant = plants.Split(' ')[0];
        var html = new StringBuilder("<circle class=sun cx=200 cy=225 r=150 />");
        html.Append("<path class=soil d=\"M0 446q110-14 200-8t200-4v66h-400z\"/>");
        Herbarium.Draw(plant, seed).AppendTo(html);
        return new MarkupString(html.ToString());
    }

    public static MarkupString Bed(string plants, string seed)
    {
        var names = plants.Split(' ');
        var dice = new Dice(seed);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<circle class=sun cx={dice.Between(260, 740)} cy=210 r=165 />");
        html.Append("<path class=soil d=\"M0 452q240-26 500-12t500-8v68h-1000z\"/>");
        var step = 1000.0 / names.Length;
        for (var i = 0; i < names.Length; i++)
        {
            var left = (step * (i + 0.5)) - 200 + dice.Between(-14, 14);
            html.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({left:0})\">");
            Herbarium.Draw(names[i], seed + i).AppendTo(html);
            html.Append("</g>");
        }

        return new MarkupString(html.ToString());
    }
}
