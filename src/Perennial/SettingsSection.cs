namespace Perennial;

/// <summary>
/// A part of the configuration section <c>Perennial</c> that belongs to a package beside the core. Registered as a service, so
/// that its names are known and a misspelt one is still an error at start (PER1016).
/// </summary>
/// <param name="Name">Its name below <c>Perennial</c>, for example <c>Postgres</c>.</param>
/// <param name="Options">What it is bound to.</param>
public sealed record SettingsSection(string Name, Type Options);
