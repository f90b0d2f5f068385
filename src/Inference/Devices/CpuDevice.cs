using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Devices;

/// <summary>The host's processors and memory.</summary>
public sealed class CpuDevice : IExecutionDevice
{
    /// <summary>There is only one.</summary>
    public static CpuDevice Instance { get; } = new();

    private CpuDevice() { }

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public bool CopiesInputs => false;

    /// <inheritdoc/>
    public void Configure(SessionOptions options) { }

    /// <inheritdoc/>
    public IKvMemory Allocate(InferenceSession session, long bytes) => new HostMemory(bytes);
}
