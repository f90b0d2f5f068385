using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Devices;

/// <summary>
/// A stretch of KV memory. Rows cross between the host and a device here and nowhere else. Several threads may copy at once, in parts
/// that do not overlap.
/// </summary>
public interface IKvMemory : IDisposable
{
    /// <summary>What kind of memory it is, for tensors over it.</summary>
    OrtMemoryInfo Info { get; }

    /// <summary>Where it begins: an address of the device, which the host may only pass on.</summary>
    nint Address { get; }

    /// <summary>Copies bytes from <paramref name="offset"/> on to the host; done when it returns.</summary>
    void Read(long offset, Span<byte> destination);

    /// <summary>Copies bytes of the host to <paramref name="offset"/>; done when it returns.</summary>
    void Write(long offset, ReadOnlySpan<byte> source);

    /// <summary>Copies inside the memory; the two ranges do not overlap.</summary>
    void Copy(long from, long to, long bytes);
}
