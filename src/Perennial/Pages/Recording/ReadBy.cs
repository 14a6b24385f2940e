namespace Perennial.Pages.Recording;

/// <summary>Who reads something of a visitor.</summary>
internal enum ReadBy
{
    /// <summary>Code of the app: the page, a service that it uses, or middleware behind <c>UsePerennial</c>.</summary>
    App,

    /// <summary>The framework, on the way to a page or for it; which of both, only what is read tells.</summary>
    Framework,

    /// <summary>Code that runs for every page and shows nothing of what it reads: middleware in the box, logging, we ourselves.</summary>
    Nobody,
}
