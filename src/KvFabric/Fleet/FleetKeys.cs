using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Fleet;

/// <summary>Names of channels and keys. What gateways share has a hash tag of its own: all of it lies in one slot of a cluster.</summary>
internal sealed class FleetKeys(string prefix)
{
    private readonly string _channels = $"{prefix}:fleet:";

    /// <summary>All models' channels.</summary>
    public RedisChannel AllModels { get; } = RedisChannel.Pattern($"{prefix}:fleet:*");

    /// <summary>Changes of the gateways' in-flight counts.</summary>
    public RedisChannel InFlight { get; } = RedisChannel.Literal($"{prefix}:inflight");

    /// <summary>Sorted set of gateways; the score is the server's time in milliseconds at which an entry may be dropped.</summary>
    public RedisKey Gateways { get; } = $"{{{prefix}}}:gateways";

    /// <summary>Block events and states of one model's workers.</summary>
    public RedisChannel Model(string model) => RedisChannel.Literal(_channels + Uri.EscapeDataString(model));

    /// <summary>Hash of one gateway's in-flight counts; expires with its lease.</summary>
    public RedisKey Gateway(string id) => $"{{{prefix}}}:inflight:{id}";

    /// <summary>Reads <see cref="Model"/>; false for any other channel.</summary>
    public bool TryReadModel(RedisChannel channel, [NotNullWhen(true)] out string? model)
    {
        string name = channel.ToString();
        model = name.StartsWith(_channels, StringComparison.Ordinal) ? Uri.UnescapeDataString(name[_channels.Length..]) : null;
        return model is not null;
    }
}
