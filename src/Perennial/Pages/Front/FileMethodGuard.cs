using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Front;

/// <summary>Static-file middleware lets other methods pass, and the 404 that follows denies a file that is there.</summary>
internal sealed class FileMethodGuard(IWebHostEnvironment environment)
{
    public bool Refuses(HttpContext context) =>
        !context.Response.HasStarted && context.Response.StatusCode == StatusCodes.Status404NotFound
        && context.GetEndpoint() is null && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
        && IsFile(context.Request.Path);

    private bool IsFile(PathString path) =>
        path.HasValue && environment.WebRootFileProvider.GetFileInfo(path.Value) is { Exists: true, IsDirectory: false };
}
