using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Perennial.Imaging.Protocol;

namespace Perennial.Imaging.Workers;

/// <summary>One worker and its pipes. One job at a time; whatever goes wrong, it is killed and never used again.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>A file that nobody would put on a page; a worker that announces more has lost its mind.</summary>
    private const uint MaxPicture = 256 << 20;

    /// <summary>Half of what the worker's pipe holds: one half is filled while the other is read.</summary>
    private const int CopySize = 512 << 10;

    private readonly Process _process;
    private readonly Stream _toWorker;
    private readonly Stream _fromWorker;
    private readonly StandardErrorTail _errors;
    private readonly byte[] _frame = new byte[Math.Max(JobFrame.Size, AnswerFrame.Size)];
    private uint _number;

    private WorkerProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _toWorker = process.StandardInput.BaseStream;
        _fromWorker = process.StandardOutput.BaseStream;
        _errors = new(process.StandardError.BaseStream);
    }

    public int Id { get; }

    public int Jobs => (int)_number;

    public long Bytes { get; private set; }
    public long IdleSince { get; set; }

    public bool HasExited => _process.HasExited;

    public string ErrorOutput => _errors.Text;

    public static WorkerProcess Start(WorkerProgram program)
    {
        var start = new ProcessStartInfo(program.Host!, ["exec", program.Worker, .. program.Arguments.Format()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(program.Worker),
        };
        // Nothing of the server's: keys and passwords live in the environment.
        start.Environment.Clear();
        // One arena of glibc for each thread would hold on to memory that the next picture needs.
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (OperatingSystem.IsWindows())
        {
            start.Environment["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot");
        }

        return new(Process.Start(start)!);
    }

    public async Task<(Outcome Outcome, string Text)> GreetAsync(CancellationToken cancellationToken)
    {
        await using var killed = cancellationToken.UnsafeRegister(static worker => ((WorkerProcess)worker!).Kill(), this);
        var (answer, content) = await ReadAsync(0, cancellationToken);
        return answer.Outcome is Outcome.Ready or Outcome.NotReady
            ? (answer.Outcome, Encoding.UTF8.GetString(content))
            : throw Gibberish($"a greeting of kind {answer.Outcome}");
    }

    /// <summary>
    /// Runs a job. A cancelled one ends the process: libvips cannot be stopped half-way, and its time is worth more than a
    /// process.
    /// </summary>
    public async Task<(AnswerFrame Answer, byte[] Content)> RunAsync(JobFrame job, Stream source, CancellationToken cancellationToken)
    {
        job = job with { Number = ++_number };
        Bytes += job.SourceLength;
        await using var killed = cancellationToken.UnsafeRegister(static worker => ((WorkerProcess)worker!).Kill(), this);
        job.Write(_frame);
        await _toWorker.WriteAsync(_frame.AsMemory(0, JobFrame.Size), cancellationToken);
        await SendAsync(source, job.SourceLength, cancellationToken);
        var (answer, content) = await ReadAsync(job.Number, cancellationToken);
        return answer.Outcome is Outcome.Made or Outcome.Broken or Outcome.TooManyPixels or Outcome.TooCostly
            ? (answer, content)
            : throw Gibberish($"an answer of kind {answer.Outcome}");
    }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception)
        {
            // It is gone already.
        }
    }

    public async Task<int> EndAsync()
    {
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _errors.Ended;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task SendAsync(Stream source, uint length, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopySize);
        try
        {
            source.Position = 0;
            for (var left = (long)length; left > 0;)
            {
                var count = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                if (count is 0)
                {
                    throw new SourceChangedException();
                }

                await _toWorker.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                left -= count;
            }

            await _toWorker.FlushAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<(AnswerFrame Answer, byte[] Content)> ReadAsync(uint number, CancellationToken cancellationToken)
    {
        await _fromWorker.ReadExactlyAsync(_frame.AsMemory(0, AnswerFrame.Size), cancellationToken);
        var answer = AnswerFrame.Read(_frame);
        if (answer.Number != number
            || answer.Length > (answer.Outcome is Outcome.Made ? MaxPicture : AnswerFrame.MaxText)
            || (answer.Outcome is Outcome.Made && (answer.Width is 0 or > int.MaxValue || answer.Height is 0 or > int.MaxValue)))
        {
            throw Gibberish($"{answer}");
        }

        var content = new byte[answer.Length];
        await _fromWorker.ReadExactlyAsync(content, cancellationToken);
        return (answer, content);
    }

    private static InvalidDataException Gibberish(string what) => new(what);
}
