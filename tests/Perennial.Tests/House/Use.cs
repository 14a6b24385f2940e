namespace Perennial.Tests.House;

/// <summary>One type that one member names: in its signature, its body, its base list or its attributes.</summary>
internal sealed record Use(string FromNamespace, string FromMember, string ToNamespace, string ToType);
