namespace Twin.Data;

/// <summary>What the data source says of a key: how often it was asked, when, and what the page is to become.</summary>
public sealed record OriginAnswer(string Key, int N, long At, string Kind);
