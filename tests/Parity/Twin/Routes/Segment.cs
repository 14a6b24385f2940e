namespace Twin.Routes;

/// <summary>A route value of a minimal API: decoded, but for the slash (Razor components get that decoded, too).</summary>
internal static class Segment
{
    public static string Decode(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
