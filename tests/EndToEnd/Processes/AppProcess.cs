using System.Diagnostics;
using System.Text;

namespace Perennial.EndToEnd.Processes;

/// <summary>An app as a process of its own, with folders of its own, started in a directory that is not its own.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly string _dll;
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly StringBuilder _output = new();
    private Process? _server;
    private TaskCompletionSource<string> _started = new();
    private volatile string? _address;

    private AppProcess(string dll, string? folder) =>
        (_dll, _folder, _ownsFolder) = (dll, folder ?? Directory.CreateTempSubdirectory("perennial-").FullName, folder is null);

    public HttpClient Http { get; private set; } = new();

    public string Folder => _folder;

    public string BuildFolder => Path.Join(_folder, "build");

    /// <summary>What the process wrote so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The app under test that lies beside this suite.</summary>
    public static AppProcess Nursery(AppProcess? sharesBuildWith = null) => new(OutputOf("Nursery"), null)
    {
        SharedBuild = sharesBuildWith?.BuildFolder,
    };

    /// <summary>An app that was published, started in a directory by its own program or by dotnet.</summary>
    public static AppProcess Published(string dll, string workingDirectory, bool byItsProgram) => new(dll, null)
    {
        WorkingDirectory = workingDirectory,
        IsRunByItsProgram = byItsProgram,
    };

    /// <summary>The nursery over a cache folder that others use too, one after the other or at once.</summary>
    public static AppProcess NurseryOver(string cacheFolder, AppProcess? sharesBuildWith = null) => new(OutputOf("Nursery"), null)
    {
        SharedCache = cacheFolder,
        SharedBuild = sharesBuildWith?.BuildFolder,
    };

    /// <summary>An app in a folder of its own, as it would be deployed; its own folders lie below that one.</summary>
    public static AppProcess Deployed(string name)
    {
        var folder = Directory.CreateTempSubdirectory("perennial-").FullName;
        var from = Path.GetDirectoryName(OutputOf(name))!;
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Join(folder, Path.GetFileName(file)));
        }

        return new(Path.Join(folder, name + ".dll"), folder) { IsDeployed = true };
    }

    private string? SharedBuild { get; init; }

    private string? SharedCache { get; init; }

    private bool IsDeployed { get; init; }

    private string WorkingDirectory { get; init; } = Path.GetTempPath();

    private bool IsRunByItsProgram { get; init; }

    /// <summary>Variables of the process' own environment, beside the usual ones.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The number of the process that serves.</summary>
    public int Id => _server!.Id;

    public bool HasExited => _server?.HasExited ?? true;

    /// <summary>Waits until the process has written something.</summary>
    public Task WroteAsync(string text) => Eventually.ContainsAsync(text, () => Task.FromResult(Output));

    /// <summary>Whether the process has come so far as to load an assembly.</summary>
    public bool HasLoaded(string assembly) => File.ReadAllText($"/proc/{Id}/maps").Contains("/" + assembly, StringComparison.Ordinal);

    public int ThreadCount => Directory.GetDirectories($"/proc/{Id}/task").Length;

    /// <summary>Whether the process holds a file open, or what the kernel calls by such a name.</summary>
    public bool HasOpened(string file) => OpenFiles.Of(Id).Contains(file);

    /// <summary>Runs a verb to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string verb, params string[] more)
    {
        using var process = Process.Start(Command([verb, .. more]))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            Kill(process);
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Builds, and fails the test with the build's words when it does not succeed.</summary>
    public async Task<string> BuildAsync(params string[] more)
    {
        var (code, output, error) = await RunAsync("build", more);
        Assert.True(code == 0, output + error);
        return output;
    }

    /// <summary>Starts the process, and does not wait for it.</summary>
    public void Begin(params string[] arguments)
    {
        lock (_output)
        {
            _output.Clear();
        }

        (_address, _started) = (null, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _server = Process.Start(Command(arguments))!;
        _server.OutputDataReceived += (_, line) => Note(line.Data);
        _server.ErrorDataReceived += (_, line) => Note(line.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
    }

    /// <summary>Starts serving, and returns when it does.</summary>
    /// <param name="arguments">All arguments, the verb included.</param>
    public Task StartAsync(params string[] arguments) => StartAtAsync("http://127.0.0.1:0", arguments);

    /// <summary>Starts serving at an address, and returns when it does.</summary>
    public async Task StartAtAsync(string address, params string[] arguments)
    {
        Begin([.. arguments, "--urls=" + address]);
        var server = _server!;
        var isStarted = await Task.WhenAny(_started.Task, server.WaitForExitAsync(TestContext.Current.CancellationToken))
            .WaitAsync(TimeSpan.FromSeconds(90)) == _started.Task;
        Assert.True(isStarted, Output);
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = new(await _started.Task) };
    }

    /// <summary>SIGTERM, as a supervisor stops it; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>Sends a signal, and does not wait for what comes of it.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _server!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends several signals, each at once after the one before.</summary>
    public async Task SignalAtOnceAsync(params string[] names)
    {
        using var kill = Process.Start("sh", ["-c", string.Join("; ", names.Select(name => $"kill -{name} {_server!.Id}"))]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the end; returns the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        var server = _server!;
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Http.Dispose();
        var code = server.ExitCode;
        server.Dispose();
        _server = null;
        return code;
    }

    /// <summary>SIGKILL, as the end of a machine looks to what is on its disk.</summary>
    public async Task KillAsync()
    {
        _server!.Kill();
        await ExitAsync();
    }

    public async Task RevalidateAsync(string tag)
    {
        using var done = await Http.PostAsync(new Uri("/revalidate/" + tag, UriKind.Relative), null, TestContext.Current.CancellationToken);
        done.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a page lies in the cache folder: it is written behind its visit.</summary>
    public async Task WrittenAsync(string cacheFolder) => await Eventually.IsTrueAsync(() => Task.FromResult(
        Directory.EnumerateFiles(cacheFolder, "*.page", SearchOption.AllDirectories).Any()));

    /// <returns>Whether the receipt says that it is durable.</returns>
    public async Task<bool> ExpireAsync(string tag)
    {
        using var done = await Http.PostAsync(new Uri("/expire/" + tag, UriKind.Relative), null, TestContext.Current.CancellationToken);
        done.EnsureSuccessStatusCode();
        return await done.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) is "durable";
    }

    public async Task<(string Text, string CacheStatus)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var status = response.Headers.TryGetValues("Cache-Status", out var values) ? values.Single() : $"none ({response.StatusCode})";
        return (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), status);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            Kill(server);
            await server.WaitForExitAsync();
            server.Dispose();
            Http.Dispose();
        }

        if (_ownsFolder || IsDeployed)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo Command(IReadOnlyList<string> arguments)
    {
        string[] folders = IsDeployed ? [] :
        [
            "--Perennial:SiteUrl=https://nursery.test",
            "--Perennial:Deployment:BuildDirectory=" + (SharedBuild ?? BuildFolder),
            "--Perennial:Cache:Directory=" + (SharedCache ?? Path.Join(_folder, "cache")),
            "--Perennial:Deployment:AssetArchive:Directory=" + Path.Join(_folder, "assets"),
        ];

        // What a test says itself comes last, and wins.
        string[] said = [.. folders, .. arguments.Skip(1)];
        string[] program = IsRunByItsProgram ? [Path.ChangeExtension(_dll, null)] : ["dotnet", _dll];
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. arguments.Take(1), .. said])
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // As under launchSettings.json: it must not win.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment.Remove("ASPNETCORE_URLS");

        // On a machine that runs many suites at once a read may take longer than the usual 200 ms, and count as a miss.
        start.Environment["Perennial__Cache__ReadTimeout"] = "00:00:10";
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        // It listens a moment before it has started, and a signal in between ends the start: nothing is drained then.
        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address = line[(at + Listening.Length)..].Trim();
            if (Environment.ContainsKey("PERENNIAL_MANUAL_SIG_HANDLE"))
            {
                // The lifetime that says the rest is replaced then.
                _started.TrySetResult(_address);
            }
        }
        else if (_address is { } address && line?.Contains("Application started", StringComparison.Ordinal) is true)
        {
            _started.TrySetResult(address);
        }
    }

    private static string OutputOf(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", project, configuration, project + ".dll"));
    }
}
