namespace Perennial.Pages.Recording;

internal enum ReadBy
{
    App, // Code of the app: the page, a service that it uses, or middleware behind <c>UsePerennial</c>.
    Framework, // The framework, on the way to a page or for it; which of both, only what is read tells.

    /// <summary>Code that runs for every page and shows nothing of what it reads: middleware in the box, logging, we ourselves.</summary>
    Nobody,
}
