using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

internal static class RequestMethod
{
    public static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
