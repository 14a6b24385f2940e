using Perennial.Tests.Caching.Files;

namespace Perennial.Soak;

/// <summary>A file system that is shut down without flushing, again and again, while a process writes.</summary>
[Trait("Needs", "loop")]
public sealed class PowerLossSoak(ITestOutputHelper output)
{
    private const int Losses = 200;

    [Fact, Trait("Proves", "F-15"), Trait("Needs", "ext4")]
    public Task On_ext4_what_was_acknowledged_survives_a_power_loss() => Run("mkfs.ext4", "-q");

    [Fact, Trait("Proves", "F-15"), Trait("Needs", "xfs")]
    public Task On_xfs_what_was_acknowledged_survives_a_power_loss() => Run("mkfs.xfs", "-q");

    private async Task Run(string mkfs, params string[] options)
    {
        using var folder = new TemporaryFolder();
        using var mount = Mount.Disk(folder.At("image"), megabytes: 320, mkfs, options);
        var rounds = new KillRounds(seed: 15, mount.Path)
        {
            IsPowerLoss = true,
            Crash = process =>
            {
                mount.LosePower();
                process.Kill();
            },
            RecoverAsync = () =>
            {
                mount.Restart();
                return Task.CompletedTask;
            },
        };

        await rounds.RunAsync(Losses, TestContext.Current.CancellationToken);

        output.WriteLine(
            $"{mkfs} {string.Join(' ', options)}: {Losses} power losses, {rounds.Acknowledged} acknowledgements, {rounds.Read} entries read, "
            + $"{rounds.EpochsEnded} epochs ended");
        Assert.True(rounds.Acknowledged > 500, $"Only {rounds.Acknowledged} acknowledgements: the worker hardly ran.");
    }
}
