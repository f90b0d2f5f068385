namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Inside the listener: this peer gets a refusal and loses its connection.</summary>
internal sealed class KvRefusedException(KvRefusal refusal, string message) : Exception(message)
{
    public KvRefusal Refusal { get; } = refusal;
}
