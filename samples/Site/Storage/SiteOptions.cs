namespace Site.Storage;

/// <summary>The section <c>Site</c> of the configuration.</summary>
public sealed class SiteOptions
{
    /// <summary>The database file. A relative path is anchored at the app, not at the current directory.</summary>
    /// <value>data/site.db</value>
    public string Database { get; set; } = "data/site.db";

    /// <summary>The password that the editors share.</summary>
    /// <value>perennial, and the login page says so</value>
    public string EditorPassword { get; set; } = DemoPassword;

    internal const string DemoPassword = "perennial";

    internal string DatabasePath => Path.GetFullPath(Database, AppContext.BaseDirectory);
}
