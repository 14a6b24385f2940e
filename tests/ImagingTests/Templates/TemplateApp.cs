using System.Runtime.CompilerServices;

namespace Perennial.ImagingTests.Templates;

/// <summary>One app of a template, and what README says to change in it.</summary>
/// <param name="name">Its name and its folder.</param>
/// <param name="hasOwnLayout">Whether the kept page keeps the template's layout, which shows who is signed in.</param>
/// <param name="arguments">What follows <c>dotnet new</c>.</param>
public sealed class TemplateApp(string name, bool hasOwnLayout, params string[] arguments)
{
    public TemplateApp(string name, params string[] arguments)
        : this(name, false, arguments)
    {
    }

    public string Name => name;

    public bool HasOwnLayout => hasOwnLayout;

    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>The path of the page that is kept.</summary>
    public string Page => arguments[0] is "webapi" ? "/weatherforecast" : "/";

    public bool HasAccounts => arguments.Contains("Individual");

    public async Task ChangeAsync(string folder)
    {
        await EditAsync(Path.Join(folder, "Program.cs"), Program);
        switch (arguments[0])
        {
            case "webapi" when arguments.Contains("-controllers"):
                await EditAsync(Path.Join(folder, "Controllers", "WeatherForecastController.cs"), static text => Put(text, "[HttpGet(", "[Revalidate(60)]\n    "));
                break;
            case "mvc":
                await EditAsync(Path.Join(folder, "Controllers", "HomeController.cs"), static text => Put(text, "public IActionResult Index()", "[Revalidate(60)]\n    "));
                await ViewsAsync(Path.Join(folder, "Views", "Shared"), Path.Join(folder, "Views", "Home", "Index.cshtml"));
                break;
            case "webapp":
                await EditAsync(Path.Join(folder, "Pages", "Index.cshtml.cs"), static text => Put(text, "public class", "[Revalidate(60)]\n"));
                await ViewsAsync(Path.Join(folder, "Pages", "Shared"), Path.Join(folder, "Pages", "Index.cshtml"));
                break;
            case "blazor":
                var pages = Path.Join(folder, "Components", "Pages");
                await EditAsync(Path.Join(pages, "Home.razor"), text => text.Replace(
                    "@page \"/\"", "@page \"/\"\n@attribute [Revalidate(60)]" + (HasAccounts && !HasOwnLayout ? "\n@layout Layout.PublicLayout" : ""), StringComparison.Ordinal));
                File.Copy(Here("PublicLayout.razor"), Path.Join(folder, "Components", "Layout", "PublicLayout.razor"));
                break;
        }
    }

    private static string Here(string file, [CallerFilePath] string here = "") => Path.Join(Path.GetDirectoryName(here), file);

    private string Program(string text)
    {
        text = text.Replace("WebApplication.CreateBuilder(args);", "PerennialApplication.CreateBuilder(args);\nbuilder.AddPerennial(options => options.SiteUrl = \"https://example.com\");", StringComparison.Ordinal);
        text = text.Replace("app.Run();", "return await app.RunPerennialAsync();", StringComparison.Ordinal);
        var begin = text.Contains("app.UseHttpsRedirection();", StringComparison.Ordinal) ? "app.UseHttpsRedirection();" : "var app = builder.Build();";
        var authorizes = text.Contains("app.UseAuthorization();", StringComparison.Ordinal);
        text = text.Replace(begin, begin + "\napp.UsePerennial();" + (HasAccounts && !authorizes ? "\napp.UseAuthentication();\napp.UseAuthorization();" : ""), StringComparison.Ordinal);
        if (HasAccounts && authorizes)
        {
            text = Put(text, "app.UseAuthorization();", "app.UseAuthentication();\n");
        }

        return text.Replace("=> \"Hello World!\")", "=> \"Hello World!\").Revalidate(60)", StringComparison.Ordinal)
            .Replace(".WithName(\"GetWeatherForecast\")", ".WithName(\"GetWeatherForecast\").Revalidate(60)", StringComparison.Ordinal);
    }

    /// <summary>A layout for everybody: the template's own without what shows who is signed in.</summary>
    private async Task ViewsAsync(string shared, string page)
    {
        if (HasAccounts && !HasOwnLayout)
        {
            var layout = await File.ReadAllTextAsync(Path.Join(shared, "_Layout.cshtml"));
            await File.WriteAllTextAsync(Path.Join(shared, "_PublicLayout.cshtml"), layout.Replace("<partial name=\"_LoginPartial\" />", "", StringComparison.Ordinal));
            await EditAsync(page, static text => text.Replace("ViewData[\"Title\"] =", "Layout = \"_PublicLayout\";\n    ViewData[\"Title\"] =", StringComparison.Ordinal));
        }
    }

    private static string Put(string text, string before, string what)
    {
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The template has no '{before}' any more:\n{text}");
        return text.Insert(at, what);
    }

    private static async Task EditAsync(string file, Func<string, string> edit)
    {
        var text = await File.ReadAllTextAsync(file);
        var edited = edit(text);
        Assert.NotEqual(text, edited);
        await File.WriteAllTextAsync(file, edited);
    }
}
