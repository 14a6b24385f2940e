using Perennial.Imaging;
using Perennial.Imaging.Limits;
using Perennial.Imaging.Protocol;
using Perennial.Imaging.Vips;

// Started by a server that uses Perennial.Imaging, with two pipes; of no use otherwise.
if (args.Length < 3)
{
    Console.Error.WriteLine("This program decodes pictures for a server that uses Perennial.Imaging, which starts it.");
    return 2;
}

var arguments = WorkerArguments.Parse(args);
var worker = new Worker(Console.OpenStandardInput(), Console.OpenStandardOutput());
Confinement.BeforeStart();
var libraries = new WorkerLibraries(arguments.Libraries);
if (libraries.Handle is 0)
{
    worker.Say(Outcome.NotReady, $"libvips is at none of {string.Join(", ", arguments.Libraries)}");
    return 1;
}

try
{
    var version = Libvips.Open(libraries, arguments.DecodeAvif);
    var isConfined = Confinement.Apply(arguments.MemoryLimit);
    worker.Say(Outcome.Ready, $"libvips {version}{(isConfined ? "" : ", without limits of the system")}");
}
catch (VipsException failed)
{
    worker.Say(Outcome.NotReady, failed.Message);
    return 1;
}

worker.Run();
return 0;
