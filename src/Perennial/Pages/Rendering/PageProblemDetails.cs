using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Problem details carry the id of the request that met the problem. Nobody made the request of a render, and the answer
/// ("not found", mostly) is kept for everybody: it carries none.
/// </summary>
internal sealed class PageProblemDetails : IPostConfigureOptions<ProblemDetailsOptions>
{
    private const string TraceId = "traceId";

    public void PostConfigure(string? name, ProblemDetailsOptions options)
    {
        var own = options.CustomizeProblemDetails;
        options.CustomizeProblemDetails = problem =>
        {
            if (PageRequestState.IsRender(problem.HttpContext))
            {
                problem.ProblemDetails.Extensions.Remove(TraceId);
            }

            own?.Invoke(problem);
        };
    }
}
