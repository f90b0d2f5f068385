using InferenceGateway.Inference.Devices;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.Tests.Engine;
using InferenceGateway.Inference.Tests.Models;
using InferenceGateway.Inference.Tests.PrefixCache;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Tests.Devices;

public sealed class DeviceTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_on_a_device_gives_the_tokens_of_the_host()
    {
        FakeDevice device = new();
        GenerationRequest[] requests = [.. Enumerable.Range(0, 24).Select(Prompts.Sharing)];
        await using InferenceEngine host = EngineFixture.Start(slots: 8, cacheBytes: 32 << 20);
        await using (InferenceEngine engine = EngineFixture.Start(slots: 8, cacheBytes: 32 << 20, device: device))
        {
            int[][] expected = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(host, request, Deadline)));
            int[][] actual = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));

            Assert.Equal(expected, actual);
            Assert.Equal(1, device.Configured);
            Assert.Equal(engine.ArenaBytes, device.BytesHeld);
        }

        Assert.Equal(0, device.BytesHeld);
    }

    [Fact]
    public async Task Handoff_between_devices_copies_each_row_once_and_row_zero_twice()
    {
        FakeDevice from = new(), to = new();
        GenerationRequest request = EngineFixture.Request(3, 300, 20);
        await using InferenceEngine alone = EngineFixture.Start(slots: 1);
        await using InferenceEngine prefills = EngineFixture.Start(slots: 2, device: from);
        await using InferenceEngine decodes = EngineFixture.Start(slots: 2, device: to);

        int[] answer = await Handoff.RunAsync(prefills, decodes, request, Deadline);

        Assert.Equal(await EngineFixture.GenerateAsync(alone, request, Deadline), answer);
        Assert.Equal(301L * prefills.Layout.TokenBytes, from.BytesRead);
        Assert.Equal(301L * decodes.Layout.TokenBytes, to.BytesWritten);
    }

    [Fact]
    public void Cuda_in_a_build_without_it_is_refused_by_name()
    {
        Assert.SkipWhen(OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"), "This build has CUDA.");
        ModelFolderException fault = Assert.Throws<ModelFolderException>(
            () => DecoderGraph.Load(ModelConfigReader.Read(EngineFixture.ModelFolder), threads: 1, new CudaDevice(0)));

        Assert.Contains("OnnxRuntimeProvider=Gpu", fault.Message, StringComparison.Ordinal);
    }
}
