namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Keys or values of a layer.</summary>
public enum KvPart : byte
{
    /// <summary>The keys, after rotary embedding at their absolute positions.</summary>
    Key = 0,

    /// <summary>The values.</summary>
    Value = 1,
}
