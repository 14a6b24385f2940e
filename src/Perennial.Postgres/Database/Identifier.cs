namespace Perennial.Postgres.Database;

internal static class Identifier
{
    public static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
