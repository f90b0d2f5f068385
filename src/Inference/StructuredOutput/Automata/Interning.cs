using System.Diagnostics.CodeAnalysis;

namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>Compares configurations by content.</summary>
internal sealed class ConfigurationComparer : IEqualityComparer<Configuration>
{
    public static readonly ConfigurationComparer Instance = new();

    public bool Equals(Configuration? x, Configuration? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.IsSame(y));

    public int GetHashCode([DisallowNull] Configuration obj) => ItemHash.Of(obj.Items, obj.IsAccepting ? 1 : 0);
}

/// <summary>Compares return points by content.</summary>
internal sealed class ReturnPointComparer : IEqualityComparer<ReturnPoint>
{
    public static readonly ReturnPointComparer Instance = new();

    public bool Equals(ReturnPoint? x, ReturnPoint? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Depth == y.Depth && x.Callers.AsSpan().SequenceEqual(y.Callers));

    public int GetHashCode([DisallowNull] ReturnPoint obj) => ItemHash.Of(obj.Callers, obj.Depth);
}

internal static class ItemHash
{
    public static int Of(ReadOnlySpan<Item> items, int seed)
    {
        var hash = new HashCode();
        hash.Add(seed);
        foreach (Item item in items)
        {
            hash.Add(item.State);
            hash.Add(item.Return.Id);
        }

        return hash.ToHashCode();
    }
}
