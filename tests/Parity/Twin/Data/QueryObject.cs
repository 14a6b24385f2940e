namespace Twin.Data;

/// <summary>A query as JavaScript sees it: a text, or a list where a name is repeated.</summary>
public static class QueryObject
{
    public static Dictionary<string, object> Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> query) =>
        query.ToDictionary(pair => pair.Key, pair => pair.Value.Count > 1 ? (object)pair.Value.ToArray() : pair.Value.ToString());
}
