using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages.Recording;

internal sealed class RecordingSession(ISessionFeature inner, Recorder recorder) : ISessionFeature
{
    public ISession Session { get => recorder.Read(inner.Session, "the session"); set => inner.Session = value; }
}
