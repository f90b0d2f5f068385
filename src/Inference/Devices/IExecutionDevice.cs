using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Devices;

/// <summary>
/// Where a graph runs and where its KV rows live. All that differs between processors and accelerators is here: how a session is told,
/// how KV memory is had, and how rows are copied to and from the host.
/// </summary>
public interface IExecutionDevice
{
    /// <summary>For messages and logs.</summary>
    string Name { get; }

    /// <summary>
    /// Whether binding an input copies it. On a device other than the host's, ONNX Runtime copies an input's host memory when it is bound, so
    /// inputs that change are bound again before each Run.
    /// </summary>
    bool CopiesInputs { get; }

    /// <summary>Adds the execution provider to a session's options.</summary>
    /// <exception cref="Models.ModelFolderException">This build has no such provider, or the machine no such device.</exception>
    void Configure(SessionOptions options);

    /// <summary>Takes memory for KV rows.</summary>
    /// <param name="session">A session on this device.</param>
    /// <param name="bytes">At least 1; the memory holds zeros.</param>
    IKvMemory Allocate(InferenceSession session, long bytes);
}
