using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Answers;

/// <summary>The bytes of a kept answer, after its head. To HEAD they are only counted.</summary>
internal static class KeptContent
{
    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        var response = context.Response;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsGet(context.Request.Method) || HeadAsGet.Is(context))
        {
            return Task.CompletedTask;
        }

        // No RequestAborted: it costs a lock on each hit, and a write to a closed connection ends by itself.
        var written = response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }
}
