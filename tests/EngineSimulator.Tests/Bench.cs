using InferenceGateway.EngineSimulator.Blocks;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.EngineSimulator.Tests;

/// <summary>Engines in virtual time with round figures, so that results can be computed by hand.</summary>
internal sealed class Bench
{
    public static readonly EngineCalibration Round = new()
    {
        Name = "round",
        Source = "made for hand computation",
        PrefillBaseSeconds = 0.1,
        PrefillSecondsPerToken = 0.01,
        PrefillSecondsPerSquareToken = 0.0001,
        DecodeBaseSeconds = 0.5,
        DecodeSecondsPerSequence = 0.05,
        DecodeSecondsPerContextToken = 0.001,
        StepTokens = 10,
        SharedStep = false,
        Slots = 4,
        KvTokens = 80,
        BlockTokens = 4,
        KvBytesPerToken = 100,
        TransferBytesPerSecond = 1000,
        TransferBaseSeconds = 0.2,
    };

    public const double HandoffSeconds = 60;

    private int _requests;

    public VirtualClock Clock { get; } = new();

    public SimulatedEngine Engine(EngineCalibration? calibration = null, string id = "e1", int waitingMax = 100) =>
        new(id, calibration ?? Round, Clock, new EngineBounds(waitingMax, HandoffSeconds));

    /// <summary>A request whose blocks are named by <paramref name="blocks"/>.</summary>
    public SimulatedRequest Request(int prompt, int output, ulong[] blocks, params SimulatedEngine[] prefills) => new()
    {
        Id = $"r{++_requests}",
        PromptTokens = prompt,
        OutputTokens = output,
        Blocks = [.. blocks.Select(Key)],
        Listener = new Recorder(Clock),
        Prefills = prefills,
    };

    /// <summary>Submits it, which must go well, and gives what will be written down.</summary>
    public Recorder Submit(SimulatedEngine engine, SimulatedRequest request)
    {
        Assert.Equal(Admission.Accepted, engine.Submit(request));
        return (Recorder)request.Listener;
    }

    public static BlockKey Key(ulong number) => new(1, number);

    public static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-9);
}

/// <summary>Keeps a copy of a cache by its events alone.</summary>
internal sealed class Mirror : IBlockListener
{
    public HashSet<BlockKey> Held { get; } = [];

    public List<string> Log { get; } = [];

    public void Stored(BlockKey? parent, ReadOnlySpan<BlockKey> keys)
    {
        Assert.True(parent is null || Held.Contains(parent.Value), $"Block {keys[0]} was stored under one that is not held.");
        foreach (BlockKey key in keys)
        {
            Assert.True(Held.Add(key), $"Block {key} was stored twice.");
        }

        Log.Add($"+{string.Join(',', keys.ToArray().Select(key => key.Low))}");
    }

    public void Removed(BlockKey key)
    {
        Assert.True(Held.Remove(key), $"Block {key} was removed and had not been stored.");
        Log.Add($"-{key.Low}");
    }

    public void Cleared()
    {
        Held.Clear();
        Log.Add("cleared");
    }
}
