namespace Nursery;

/// <summary>Calls of UsePerennial that cannot be meant.</summary>
internal static class Misuse
{
    public static void Of(WebApplication app)
    {
        switch (app.Configuration["Misuse"])
        {
            case "twice":
                app.UsePerennial();
                break;
            case "branch":
                app.Map("/branch", static branch => branch.UsePerennial());
                break;
        }
    }
}
