using Perennial.Http;

namespace Perennial.Drafts;

internal sealed class DraftMode(CurrentRequest current, DraftGate gate) : IDraftMode
{
    public bool IsEnabled => current.Context is { } context && gate.IsDraft(context);

    public void Enable() => Turn(on: true);

    public void Disable() => Turn(on: false);

    private void Turn(bool on) => gate.Turn(
        current.Context ?? throw new PerennialException(
            "PER1202", "Draft mode belongs to a browser, and there is no request here that has passed UsePerennial. Turn it on or off in an endpoint."),
        on);
}
