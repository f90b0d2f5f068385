using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;

namespace InferenceGateway.EngineSimulator.Tests;

/// <summary>Writes down when what happened to one request.</summary>
internal sealed class Recorder(IEventClock clock) : IRequestListener
{
    public double? Started { get; private set; }

    public int Cached { get; private set; }

    public string? Prefill { get; private set; }

    public List<double> Tokens { get; } = [];

    public List<RequestEnd> Ends { get; } = [];

    public double EndedAt { get; private set; }

    public Action? OnEnd { get; set; }

    void IRequestListener.Started(SimulatedEngine prefill, int cachedTokens) => (Started, Cached, Prefill) = (clock.Now, cachedTokens, prefill.Id);

    void IRequestListener.Token(int index)
    {
        Assert.Equal(Tokens.Count, index);
        Assert.Empty(Ends);
        Tokens.Add(clock.Now);
    }

    void IRequestListener.Ended(RequestEnd end)
    {
        Ends.Add(end);
        EndedAt = clock.Now;
        OnEnd?.Invoke();
    }
}
