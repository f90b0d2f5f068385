using System.Net;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>The running receiver of KV pushes.</summary>
public interface IKvListener
{
    /// <summary>Where it listens, with the real port; null before the host has started it and after its end.</summary>
    IPEndPoint? Endpoint { get; }

    /// <summary>Open connections.</summary>
    int Connections { get; }
}
