namespace Perennial.Drafts;

/// <summary>Previews of what is not published.</summary>
public sealed class DraftOptions
{
    /// <summary>
    /// How long one preview lasts at the most. It ends before that when the browser is closed; but browsers that restore
    /// their session restore such cookies, too.
    /// </summary>
    /// <value>7 days</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether previews outlive a deployment: the cookie is then bound to the key in <c>PERENNIAL_ENCRYPTION_KEY</c> (16, 24
    /// or 32 bytes in base64) in place of the build. All instances need the same key, and may serve different builds.
    /// </summary>
    /// <value>false: each build refuses the previews of all others</value>
    public bool UseEncryptionKey { get; set; }

    /// <summary>
    /// Whether the cookie is kept apart for each site that shows this one in a frame (CHIPS): browsers that block cookies of
    /// other sites let a content system's preview frame have it then. A preview that was turned on in a tab of its own is
    /// not seen in the frame, nor the other way round.
    /// </summary>
    /// <value>false</value>
    public bool Partitioned { get; set; }
}
