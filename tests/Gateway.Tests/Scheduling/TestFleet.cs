using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Blocks;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Gateway.Tests.Scheduling;

/// <summary>Workers without processes, a clock that stands still, and schedulers over them.</summary>
internal sealed class TestFleet : IPrefixSource
{
    public const string Model = "m";

    private readonly Dictionary<string, int> _held = [];

    public TestFleet(params string[] decodeWorkers)
    {
        Loads = new WorkerLoads(Time);
        Workers = [.. decodeWorkers.Select(id => Endpoint(WorkerBoard.Worker(id, WorkerRole.Decode, "http://127.0.0.1:1")))];
    }

    public FakeTimeProvider Time { get; } = new();

    public WorkerLoads Loads { get; }

    public WorkerEndpoint[] Workers { get; set; }

    public LatencyPredictor Predictor { get; } = new(new PredictionOptions());

    public List<(string Worker, int Blocks)> Expected { get; } = [];

    public WorkerEndpoint this[string id] => Workers.Single(worker => worker.Id == id);

    public static BlockKey[] Keys(int count, ulong prompt = 1) => [.. Enumerable.Range(1, count).Select(i => new BlockKey(prompt, (ulong)i))];

    public static Placement Request(int tokens = 1000, int blocks = 0) => new()
    {
        Model = Model,
        Role = WorkerRole.Decode,
        PromptTokens = tokens,
        AnswerTokens = 100,
        Keys = Keys(blocks),
    };

    public WorkerEndpoint Endpoint(WorkerRecord record) => WorkerEndpoint.TryCreate(record, Loads)!;

    /// <summary>The worker sends events, and holds that many first blocks of every prompt.</summary>
    public void Holds(string worker, int blocks) => _held[worker] = blocks;

    public Scheduler With(string profile, SchedulingOptions? options = null) => Builder(options).Build(profile);

    /// <summary>A scheduler with one scorer and no filters but those that always are.</summary>
    public Scheduler Scoring(string scorer, SchedulingOptions? options = null, string picker = "best-score", params string[] filters)
    {
        options ??= new SchedulingOptions();
        var part = new RoleProfileOptions { Filters = [.. filters], Picker = picker };
        if (scorer.Length > 0)
        {
            part.Scorers[scorer] = 1;
        }

        options.Profiles["tested"] = new ProfileOptions { Decode = part, Prefill = part };
        return With("tested", options);
    }

    /// <summary>Every worker's score.</summary>
    public Dictionary<string, double> Scores(Scheduler scheduler, in Placement placement) =>
        scheduler.Preview(Workers, placement, Workers.Length).Workers.ToDictionary(picked => picked.Worker.Id, picked => picked.Score);

    public Dictionary<string, double> Scores(string scorer, in Placement placement, SchedulingOptions? options = null) =>
        Scores(Scoring(scorer, options), placement);

    public string? Pick(Scheduler scheduler, in Placement placement) =>
        scheduler.Pick(Workers, placement, 1) is { IsEmpty: false } picks ? picks.Workers[0].Worker.Id : null;

    public SchedulerBuilder Builder(SchedulingOptions? options = null) => new()
    {
        Options = options ?? new SchedulingOptions(),
        Time = Time,
        Random = new RandomSource(7),
        Prefixes = this,
        Predictor = Predictor,
    };

    void IPrefixSource.Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths)
    {
        for (int i = 0; i < workers.Length; i++)
        {
            depths[i] = _held.TryGetValue(workers[i].Id, out int held) ? Math.Min(held, keys.Length) : -1;
        }
    }

    void IPrefixSource.Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys) => Expected.Add((worker.Id, keys.Length));
}
