namespace Perennial.Telemetry;

/// <summary>What failed.</summary>
public enum RequestErrorKind
{
    /// <summary>A page made of Razor components.</summary>
    Component = 1,

    /// <summary>A minimal API endpoint, or any other that is no page.</summary>
    Endpoint = 2,

    /// <summary>An MVC view or a Razor Page.</summary>
    View = 3,

    /// <summary>The proxy hook, before routing.</summary>
    Proxy = 4,

    /// <summary>Middleware after <c>UsePerennial</c>: no endpoint was chosen.</summary>
    Middleware = 5,
}
