using System.Globalization;

namespace Perennial.EndToEnd.Processes;

/// <summary>Visitors and an editor, while the process is killed again and again: nobody is shown an older page than before.</summary>
public sealed class CrashHistoryTests
{
    [Fact]
    [Trait("Proves", "H-1")]
    [Trait("Proves", "H-2")]
    public async Task After_a_kill_nobody_sees_an_older_page_than_was_seen_before_it()
    {
        var random = new Random(2);
        await using var app = AppProcess.Nursery();
        var content = Path.Join(app.Folder, "content");
        var (version, shown, acknowledged) = (1, 0, 0);
        await WriteAsync(version);
        await app.BuildAsync("--ContentFile=" + content);

        for (var round = 1; round <= 6; round++)
        {
            await app.StartAsync("start", "--ContentFile=" + content);
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                await VisitAsync(round);
                await WriteAsync(++version);
                if (random.Next(3) is 0)
                {
                    await app.ExpireAsync("content");
                    acknowledged = version;
                }
                else
                {
                    await app.RevalidateAsync("content");
                }

                // Killed at the moment when somebody has seen the new page, or at any other.
                for (var visits = edits is 1 ? random.Next(2, 40) : 1000; visits > 0 && shown < version; visits--)
                {
                    await VisitAsync(round);
                }
            }

            await app.KillAsync();
        }

        Assert.True(version > 6 && shown > 3, $"{version} versions, {shown} shown: hardly anything was tried.");

        async Task VisitAsync(int round)
        {
            var seen = int.Parse((await app.GetAsync("/content")).Text, CultureInfo.InvariantCulture);
            Assert.True(seen >= shown, $"round {round}: version {seen} came after version {shown} (of {version})");
            Assert.True(seen >= acknowledged, $"round {round}: version {seen} came although the expiry of {acknowledged} was acknowledged");
            shown = seen;
        }

        async Task WriteAsync(int number)
        {
            await File.WriteAllTextAsync(content + ".new", number.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
            File.Move(content + ".new", content, overwrite: true);
        }
    }
}
