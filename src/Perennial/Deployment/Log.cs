using Microsoft.Extensions.Logging;

namespace Perennial.Deployment;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "No build in '{Folder}': each page is rendered by its first visit. Run 'build' before deploying")]
    public static partial void NoBuild(ILogger logger, string folder);

    [LoggerMessage(5002, LogLevel.Warning, "The build cannot be used, so each page is rendered by its first visit. {Why}")]
    public static partial void UnusableBuild(ILogger logger, string why);

    [LoggerMessage(5003, LogLevel.Information, "Serving build {BuildId} of {CreatedAt:u} from '{Folder}'")]
    public static partial void Serving(ILogger logger, string buildId, DateTimeOffset createdAt, string folder);

    [LoggerMessage(5004, LogLevel.Warning, "The build in '{Folder}' was made by other code than this: {Count} of its pages are shown once more at the most, and made anew behind their first visits. Run 'build' with this code")]
    public static partial void OtherCode(ILogger logger, string folder, int count);

    [LoggerMessage(5005, LogLevel.Information, "{Count} of {All} built pages count as stale until they are made anew behind their first visits: {Why}, so nobody knows what was invalidated since. A cache folder that 'build' and 'start' share and that outlives a restart spares it, and so does Pages:ContentIsInImage for pages whose content is part of what is deployed")]
    public static partial void Unwatched(ILogger logger, int count, int all, string why);

    [LoggerMessage(1360, LogLevel.Warning, "Deployment:Id is '{Configured}', and the build in '{Folder}' was made as '{Id}', which its pages carry. '{Id}' is used; give the id to 'build' to change it")]
    public static partial void BuiltAsOther(ILogger logger, string configured, string folder, string id);

    [LoggerMessage(1369, LogLevel.Warning, "SiteUrl is '{Configured}', and the build in '{Folder}' was made for '{Built}', which its pages may name in their links. Build again with this SiteUrl, or serve with that one")]
    public static partial void BuiltForOther(ILogger logger, string configured, string folder, string built);

    [LoggerMessage(1361, LogLevel.Debug, "A page of deployment '{Theirs}' asked, and '{Ours}' answers")]
    public static partial void OtherDeployment(ILogger logger, string theirs, string ours);

    [LoggerMessage(1362, LogLevel.Debug, "The asset archive '{Folder}' holds the {Count} assets of this deployment, and those of {Others} earlier ones")]
    public static partial void Archived(ILogger logger, string folder, int count, int others);

    [LoggerMessage(1363, LogLevel.Warning, "The asset archive '{Folder}' cannot be used, so pages of earlier deployments may miss files: {Why}")]
    public static partial void ArchiveUnusable(ILogger logger, string folder, string why);

    [LoggerMessage(1364, LogLevel.Warning, "This deployment's assets have {Bytes} bytes and do not fit into the asset archive, which may have {Limit} (Deployment:AssetArchive:SizeLimit)")]
    public static partial void ArchiveTooSmall(ILogger logger, long bytes, long limit);

    [LoggerMessage(1365, LogLevel.Warning, "'{File}' of the asset archive is not what its name says; it is not served")]
    public static partial void ArchiveFileDamaged(ILogger logger, string file);

    [LoggerMessage(1366, LogLevel.Warning, "'{File}' of the asset archive cannot be read as a list of assets, and is ignored: {Why}")]
    public static partial void ArchiveListUnusable(ILogger logger, string file, string why);

    [LoggerMessage(1367, LogLevel.Debug, "{Path} of an earlier deployment is answered from the archive")]
    public static partial void AnsweredFromArchive(ILogger logger, string path);

    [LoggerMessage(1368, LogLevel.Warning, "'{File}' in '{Root}' is not the file that this app was published with: {Why}. {Answer}. If a newer version was published over this one while it runs, restart it; else publish again, or look whether the content root is the app's own folder (--contentRoot)")]
    public static partial void NotAsPublished(ILogger logger, string file, string root, string why, string answer);

    [LoggerMessage(1380, LogLevel.Warning, "Another instance on the same storage has none of this one's encryption keys: what the one gives its visitors, the other cannot read. Give all of them the same PERENNIAL_ENCRYPTION_KEY")]
    public static partial void OtherKeys(ILogger logger);

    [LoggerMessage(1381, LogLevel.Debug, "The encryption keys could not be compared with those of other instances")]
    public static partial void KeysNotCompared(ILogger logger, Exception error);
}
