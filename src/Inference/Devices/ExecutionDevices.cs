namespace InferenceGateway.Inference.Devices;

/// <summary>Devices by the names they have in configuration.</summary>
public static class ExecutionDevices
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Cpu", "Cuda"];

    /// <summary>The device of a name, whatever its case; null if there is none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="id">Number of the device among several of its kind, from 0; the host's processors have none.</param>
    public static IExecutionDevice? Named(string name, int id) => name.ToUpperInvariant() switch
    {
        "CPU" => CpuDevice.Instance,
        "CUDA" => new CudaDevice(id),
        _ => null,
    };
}
