namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Number formats of KV caches. The values are on the wire.</summary>
public enum KvElementType : byte
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 1,

    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 2,

    /// <summary>bfloat16.</summary>
    BFloat16 = 3,
}

/// <summary>Sizes of the formats.</summary>
public static class KvElementTypeExtensions
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this KvElementType type) => type switch
    {
        KvElementType.Float32 => 4,
        KvElementType.Float16 or KvElementType.BFloat16 => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown KV element type."),
    };
}
