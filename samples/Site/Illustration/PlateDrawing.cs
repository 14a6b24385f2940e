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
        var deep = plant is "carrot" or "beet" or "potato";
        var html = new StringBuilder("<circle class=sun cx=100 cy=102 r=75 />");
        html.Append(CultureInfo.InvariantCulture, $"<path class=soil d=\"M0 {(deep ? Roots.DeepGround : 446) / 2:0}q55-7 100-4t100-2v200h-200z\"/>");
        Herbarium.Draw(plant, seed).AppendTo(html);
        return new MarkupString(html.ToString());
    }

    public static MarkupString Bed(string plants, string seed)
    {
        var names = plants.Split(' ');
        var dice = new Dice(seed);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<circle class=sun cx={dice.Between(130, 370)} cy=105 r=82 />");
        html.Append("<path class=soil d=\"M0 226q120-13 250-6t250-4v34h-500z\"/>");
        var step = 600.0 / Math.Max(1, names.Length - 1);
        for (var i = 0; i < names.Length; i++)
        {
            var left = (names.Length == 1 ? 300 : step * i) + dice.Between(-12, 12);
            html.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({left / 2:0})\">");
            Herbarium.Draw(names[i], seed + i).AppendTo(html);
            html.Append("</g>");
        }

        return new MarkupString(html.ToString());
    }
}
