using System.Globalization;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Devices;

/// <summary>One CUDA device. Needs a build with the property <c>OnnxRuntimeProvider=Gpu</c>.</summary>
/// <param name="deviceId">Number of the device, from 0.</param>
public sealed class CudaDevice(int deviceId) : IExecutionDevice
{
    private const string Provider = "CUDAExecutionProvider";
    private const string Library = "onnxruntime_providers_cuda";

    private static readonly Lock Registering = new();
    private static bool _registered;

    /// <inheritdoc/>
    public string Name => $"cuda:{deviceId}";

    /// <inheritdoc/>
    public bool CopiesInputs => true;

    /// <inheritdoc/>
    public void Configure(SessionOptions options)
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(Provider))
        {
            throw new ModelFolderException(
                $"This build has no {Provider}: it was made with the CPU package of ONNX Runtime. Build with -p:OnnxRuntimeProvider=Gpu, or set Worker:Device to Cpu.");
        }

        try
        {
            Register();
            using OrtCUDAProviderOptions cuda = new();
            cuda.UpdateOptions(new Dictionary<string, string>
            {
                ["device_id"] = deviceId.ToString(CultureInfo.InvariantCulture),

                // The KV arena takes its memory once and for all; doubling what is left would starve it.
                ["arena_extend_strategy"] = "kSameAsRequested",
            });
            options.AppendExecutionProvider_CUDA(cuda);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelFolderException($"ONNX Runtime cannot use {Name}: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public IKvMemory Allocate(InferenceSession session, long bytes) => new CudaMemory(session, deviceId, bytes);

    /// <summary>Copies between devices belong to ONNX Runtime's environment, which learns of CUDA only by being told once.</summary>
    private static void Register()
    {
        lock (Registering)
        {
            if (!_registered)
            {
                string file = OperatingSystem.IsWindows() ? $"{Library}.dll" : $"lib{Library}.so";
                OrtEnv.Instance().RegisterExecutionProviderLibrary(Provider, file);
                _registered = true;
            }
        }
    }
}
