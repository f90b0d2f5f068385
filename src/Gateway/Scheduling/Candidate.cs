using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>A worker as it stands when a request is placed. Taken once per decision, so that all scorers see the same figures.</summary>
public readonly struct Candidate
{
    /// <summary>Takes the picture.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="load">What this gateway has in flight there.</param>
    /// <param name="others">What other gateways have.</param>
    /// <param name="engine">What its engine said lately, or null.</param>
    public Candidate(WorkerEndpoint worker, WorkerLoad load, InFlight others, EngineState? engine)
    {
        Worker = worker;
        Load = load.Own + others;
        Engine = engine;
        HeadTokens = load.HeadTokens;
        HeadSince = load.HeadSince;
    }

    /// <summary>The worker.</summary>
    public WorkerEndpoint Worker { get; }

    /// <summary>Requests of all gateways in flight there.</summary>
    public InFlight Load { get; }

    /// <summary>What its engine said of itself; null when it said nothing or too long ago.</summary>
    public EngineState? Engine { get; }

    /// <summary>Tokens of the oldest prompt this gateway waits for; 0 for none.</summary>
    public long HeadTokens { get; }

    /// <summary>Since when that prompt is the oldest, as a timestamp.</summary>
    public long HeadSince { get; }

    /// <summary>Requests in the worker: what the gateways sent, or what the engine says if that is more.</summary>
    public int Requests => Math.Max(Load.Requests, Engine is { } engine ? engine.Running + engine.Waiting : 0);

    /// <summary>Requests that wait for a slot.</summary>
    public int Waiting => Math.Max(Engine?.Waiting ?? 0, Math.Max(0, Load.Requests - Math.Max(1, Worker.Record.Slots)));

    /// <summary>Prompt tokens not computed yet: what the gateways sent, or what the engine says if that is more.</summary>
    public long PrefillTokens => Math.Max(Load.PrefillTokens, Engine?.QueuedPromptTokens ?? 0);

    /// <summary>Tokens of running requests, in the same sense.</summary>
    public long DecodeTokens => Math.Max(Load.DecodeTokens, Engine?.RunningTokens ?? 0);

    /// <summary>Requests whose tokens are being generated.</summary>
    public int Decodes => Math.Max(0, Requests - Math.Max(Load.Prefills, Engine?.Waiting ?? 0));

    /// <summary>Share of the KV memory in use, 0 to 1: the engine's word, or held tokens by slots times context.</summary>
    public double KvUse => Engine?.KvUse ?? Math.Min(1, Load.DecodeTokens / Math.Max(1.0, (double)Worker.Record.Slots * Worker.Record.ContextLength));
}
