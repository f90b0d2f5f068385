namespace InferenceGateway.Gateway.Tenancy;

/// <summary>How urgent a request is. A higher one is served first; a lower one keeps a reserved share.</summary>
public enum RequestPriority
{
    /// <summary>Batch work: first to wait and first to be shed.</summary>
    Low,

    /// <summary>What a request has that says nothing.</summary>
    Normal,

    /// <summary>People wait for it.</summary>
    High,
}
