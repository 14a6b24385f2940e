using Perennial.Client.Build;

return await Run.MainAsync(args, Console.Out);
