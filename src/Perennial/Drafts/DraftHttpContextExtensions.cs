using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Drafts;

/// <summary>Draft mode where there is a request and no page.</summary>
public static class DraftHttpContextExtensions
{
    /// <summary>
    /// Whether this request may see drafts. What an endpoint answers it then is made <c>private, no-store</c>, whatever the
    /// endpoint says itself.
    /// </summary>
    public static bool IsDraft(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<DraftGate>().IsDraft(context);
    }
}
