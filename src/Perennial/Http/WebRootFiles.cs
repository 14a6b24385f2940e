using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Perennial.Http;

internal static class WebRootFiles
{
    public static bool HasFile(this IFileProvider webRoot, PathString path) =>
        path.HasValue && webRoot.GetFileInfo(path.Value) is { Exists: true, IsDirectory: false };
}
