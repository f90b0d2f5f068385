using InferenceGateway.Contracts.Generation;
using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.Tests.Engine;

public sealed class AllocationTests
{
    private const int Steps = 400;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    public static TheoryData<string, SamplingParameters> Ways { get; } = new()
    {
        { "greedy", new SamplingParameters { Temperature = 0 } },
        { "truncated", new SamplingParameters { Temperature = 0.8f, TopP = 0.9f, TopK = 40, MinP = 0.01f, Seed = 5 } },
        { "penalties and bias", new SamplingParameters { Temperature = 0.8f, RepetitionPenalty = 1.1f, FrequencyPenalty = 0.2f, PresencePenalty = 0.1f, LogitBias = new Dictionary<int, float> { [20] = 1, [30] = -1 } } },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Steady_loop_allocates_nothing_for_a_token(string way, SamplingParameters sampling)
    {
        AllocationMeter meter = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 4, steps: meter);
        GenerationRequest[] requests = [.. Enumerable.Range(0, 4).Select(i => EngineFixture.Request(i, 20, Steps) with { Sampling = sampling })];

        await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));

        // Bindings for a longer mask are made every 256 steps; queues double when a reader lags. Both are counted in single steps.
        int allocating = meter.Steps.Skip(Steps / 4).Count(bytes => bytes > 0);
        Assert.True(allocating <= 16, $"{way}: {allocating} of {meter.Steps.Count} steps allocated: {string.Join(", ", meter.Steps.Where(bytes => bytes > 0).Take(20))} bytes.");
    }

    /// <summary>What the loop's thread allocates from the end of one decode step to the end of the next.</summary>
    private sealed class AllocationMeter : IEngineObserver
    {
        private long _last;

        public List<long> Steps { get; } = new(2 * AllocationTests.Steps);

        public void DecodeStep(int sequences, TimeSpan elapsed)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            Steps.Add(now - _last);
            _last = now;
        }

        public void PrefillStep(int tokens, TimeSpan elapsed) { }

        public void PrefixLookup(int asked, int found) { }
    }
}
