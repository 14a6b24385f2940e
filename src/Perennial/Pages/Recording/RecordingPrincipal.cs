using System.Security.Claims;
using System.Security.Principal;

namespace Perennial.Pages.Recording;

/// <summary>
/// Nobody, who notes being looked at. Wrapping the authentication feature instead would call every Razor page dynamic:
/// Blazor hands the principal on to its authentication state whether a component asks or not.
/// </summary>
internal sealed class RecordingPrincipal(Recorder recorder) : ClaimsPrincipal(new ClaimsIdentity())
{
    public override IIdentity? Identity => Read(base.Identity);

    public override IEnumerable<ClaimsIdentity> Identities => Read(base.Identities);

    public override IEnumerable<Claim> Claims => Read(base.Claims);

    public override bool IsInRole(string role) => Read(false);

    public override Claim? FindFirst(Predicate<Claim> match) => Read<Claim?>(null);

    public override Claim? FindFirst(string type) => Read<Claim?>(null);

    public override IEnumerable<Claim> FindAll(Predicate<Claim> match) => Read(Enumerable.Empty<Claim>());

    public override IEnumerable<Claim> FindAll(string type) => Read(Enumerable.Empty<Claim>());

    public override bool HasClaim(Predicate<Claim> match) => Read(false);

    public override bool HasClaim(string type, string value) => Read(false);

    public override ClaimsPrincipal Clone() => Read(new ClaimsPrincipal(new ClaimsIdentity()));

    private T Read<T>(T value) => recorder.Read(value, "the user");
}
