using System.Security.Claims;
using System.Security.Principal;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Nobody, who notes being looked at. Wrapping the authentication feature instead would call every Razor page dynamic:
/// Blazor hands the principal on to its authentication state whether a component asks or not.
/// </summary>
internal sealed class RecordingPrincipal(RenderScope scope) : ClaimsPrincipal(new ClaimsIdentity())
{
    public override IIdentity? Identity => Touched(base.Identity);

    public override IEnumerable<ClaimsIdentity> Identities => Touched(base.Identities);

    public override IEnumerable<Claim> Claims => Touched(base.Claims);

    public override bool IsInRole(string role) => Touched(false);

    public override Claim? FindFirst(Predicate<Claim> match) => Touched<Claim?>(null);

    public override Claim? FindFirst(string type) => Touched<Claim?>(null);

    public override IEnumerable<Claim> FindAll(Predicate<Claim> match) => Touched(Enumerable.Empty<Claim>());

    public override IEnumerable<Claim> FindAll(string type) => Touched(Enumerable.Empty<Claim>());

    public override bool HasClaim(Predicate<Claim> match) => Touched(false);

    public override bool HasClaim(string type, string value) => Touched(false);

    private T Touched<T>(T value)
    {
        scope.Touch("the user" + Toucher.Describe());
        return value;
    }
}
