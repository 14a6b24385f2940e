using System.Runtime.InteropServices;
using System.Text;
using Perennial.Imaging.Limits;
using Perennial.Imaging.Protocol;
using Perennial.Imaging.Vips;

namespace Perennial.Imaging;

internal sealed class Worker(Stream input, Stream output)
{
    private readonly byte[] _frame = new byte[Math.Max(JobFrame.Size, AnswerFrame.Size)];

    public void Say(Outcome outcome, string text) => Answer(0, outcome, text);

    public void Run()
    {
        while (input.ReadAtLeast(_frame.AsSpan(0, JobFrame.Size), JobFrame.Size, throwOnEndOfStream: false) is JobFrame.Size)
        {
            var job = JobFrame.Read(_frame);
            Confinement.AllowCpu(job.CpuSeconds);
            Do(job);
        }
    }

    private unsafe void Do(JobFrame job)
    {
        // Not an array: the runtime's own memory stays as small as it is, however large the pictures.
        var source = (byte*)NativeMemory.Alloc(job.SourceLength + Encoder.Room);
        try
        {
            input.ReadExactly(new Span<byte>(source, checked((int)job.SourceLength)));
            var (made, width, height) = Encoder.Encode(job, source);
            using (made)
            {
                var picture = made.Span;
                Answer(new(job.Number, Outcome.Made, width, height, (uint)picture.Length), picture);
            }
        }
        catch (TooManyPixelsException refused)
        {
            Answer(job.Number, Outcome.TooManyPixels, refused.Message);
        }
        catch (VipsException failed)
        {
            Answer(job.Number, failed.IsMemory ? Outcome.TooCostly : Outcome.Broken, failed.Message);
        }
        finally
        {
            NativeMemory.Free(source);
        }
    }

    private void Answer(uint number, Outcome outcome, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Length > AnswerFrame.MaxText / 3 ? text[..(AnswerFrame.MaxText / 3)] : text);
        Answer(new(number, outcome, 0, 0, (uint)bytes.Length), bytes);
    }

    private void Answer(AnswerFrame answer, ReadOnlySpan<byte> content)
    {
        answer.Write(_frame);
        output.Write(_frame, 0, AnswerFrame.Size);
        output.Write(content);
        output.Flush();
    }
}
