namespace InferenceGateway.KvFabric.Directory;

/// <summary>The directory holds a later life of the same worker id: this one must not publish any more.</summary>
public sealed class WorkerSupersededException : Exception
{
    /// <summary>For that worker id and that epoch of ours.</summary>
    public WorkerSupersededException(string workerId, long epoch)
        : base($"Worker {workerId} of epoch {epoch} was superseded: the directory holds a later epoch of the same id.")
    {
    }
}
