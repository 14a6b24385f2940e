namespace Perennial.Pages.Recoding;

/// <summary>The processor time that this process has used until now.</summary>
internal delegate TimeSpan CpuUse();
