using System.Text.Json;

namespace Perennial.DotEnvTests;

/// <summary>Whatever the real @next/env makes of a folder, we make of it.</summary>
public sealed class DifferentialTests(DifferentialTests.Answers answers) : IClassFixture<DifferentialTests.Answers>
{
    private const int Folders = 1500;

    [Fact]
    [Trait("Proves", "S-99")]
    public void Generated_files_mean_what_they_mean_to_Next()
    {
        var different = answers.Generated.Where(static one => one.Theirs.Errors is [] && !Same(one.Theirs.Values, one.Ours)).ToList();

        Assert.True(different is [], $"{different.Count} differ; the first: {string.Join("\n\n", different.Take(3).Select(Told))}");
    }

    [Fact]
    public void What_was_compared_is_more_than_five_hundred_files_that_set_something()
    {
        var compared = answers.Generated.Where(static one => one.Theirs is { Errors: [], Values.Count: > 0 });

        Assert.True(compared.Sum(static one => one.Case.Files.Count) > 500);
    }

    [Fact]
    [Trait("Proves", "S-99")]
    public void Where_Next_drops_a_file_for_a_cycle_it_is_an_error()
    {
        var dropped = answers.Generated.Where(static one => one.Theirs.Errors is not []).ToList();

        Assert.True(dropped.Count > 50);
        Assert.All(dropped, static one => Assert.Equal("PER1043", one.Code));
        Assert.All(dropped, static one => Assert.Contains("RangeError", one.Theirs.Errors[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_else_is_an_error() =>
        Assert.All(answers.Generated.Where(static one => one.Theirs.Errors is []), static one => Assert.Null(one.Code));

    private static bool Same(Dictionary<string, string> theirs, IReadOnlyDictionary<string, string>? ours) =>
        ours is not null && theirs.Count == ours.Count
        && theirs.All(one => ours.TryGetValue(one.Key, out var value) && value == one.Value);

    private static string Told(Answer answer) => JsonSerializer.Serialize(answer, Readable);

    private static JsonSerializerOptions Readable { get; } = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public sealed record Answer(
        EnvCase Case, NextEnvResult Theirs, IReadOnlyDictionary<string, string>? Ours, string? Code);

    public sealed class Answers : IAsyncLifetime
    {
        public IReadOnlyList<Answer> Generated { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            using var folder = new TemporaryFolder();
            var cases = new List<(string Directory, EnvCase Case)>();
            for (var seed = 0; seed < Folders; seed++)
            {
                var one = new EnvCases(seed).Next();
                var directory = Directory.CreateDirectory(folder.At($"{seed}")).FullName;
                foreach (var (name, text) in one.Files)
                {
                    await File.WriteAllTextAsync(Path.Combine(directory, name), text);
                }

                cases.Add((directory, one));
            }

            var theirs = await NextEnv.LoadAsync(cases, folder.Path);
            Generated = [.. cases.Zip(theirs, static (one, theirs) => Ask(one.Directory, one.Case, theirs))];
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static Answer Ask(string directory, EnvCase one, NextEnvResult theirs)
        {
            try
            {
                var environment = new Dictionary<string, string>(one.Environment) { ["NODE_ENV"] = one.Mode };
                return new(one, theirs, DotEnv.Read(directory, one.Mode, environment).Values, null);
            }
            catch (DotEnvException error)
            {
                return new(one, theirs, null, error.Code);
            }
        }
    }
}
