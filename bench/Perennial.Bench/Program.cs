using Perennial.Bench;

// The first word names the candidate; the rest is the app's own (a verb, --urls, settings).
var candidate = args is [var word, ..] ? word : "";
var rest = args.Skip(1).ToArray();
switch (candidate)
{
    case "raw":
        return await RawCandidate.RunAsync(rest);
    case "outputcache":
        return await OutputCacheCandidate.RunAsync(rest);
    case "perennial":
        return await PerennialCandidate.RunAsync(rest);
    case "rules":
        return await PerennialCandidate.RunAsync(rest, static options => ManyRules.Add(options.Rules, concernsThePage: false), hasProxy: true);
    case "rules-here":
        return await PerennialCandidate.RunAsync(rest, static options => ManyRules.Add(options.Rules, concernsThePage: true), hasProxy: true);
    case "forward":
        return await ForwardCandidate.RunAsync(rest);
    case "site":
        return await SiteCandidate.RunAsync(rest);
    case "pictures":
        return await PictureCandidate.RunAsync(rest);
    case "raw-picture":
        return await RawPictureCandidate.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync($"'{candidate}' is no candidate: use raw, outputcache, perennial, rules, rules-here, forward, site, pictures or raw-picture.");
        return 1;
}
