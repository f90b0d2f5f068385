using System.Threading.Channels;
using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.EngineSimulator.Telemetry;

namespace InferenceGateway.EngineSimulator.OpenAi;

/// <summary>Carries one request's tokens from the clock's thread to the one that writes the answer, and measures them.</summary>
internal sealed class TokenFlow : IRequestListener
{
    private readonly IEventClock _clock;
    private readonly SimulatedMetrics _metrics;
    private readonly Channel<int> _tokens;
    private readonly double _arrived;
    private double _last;

    /// <param name="clock">The clock.</param>
    /// <param name="metrics">Takes times and the end.</param>
    /// <param name="outputTokens">Length of the answer: the flow never holds more.</param>
    public TokenFlow(IEventClock clock, SimulatedMetrics metrics, int outputTokens)
    {
        (_clock, _metrics, _arrived) = (clock, metrics, clock.Now);
        _tokens = Channel.CreateBounded<int>(new BoundedChannelOptions(outputTokens) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>Ends with the answer; how it ended stands in <see cref="End"/>.</summary>
    public ChannelReader<int> Tokens => _tokens.Reader;

    /// <summary>Who computed the prompt; known once a token is there.</summary>
    public string Prefill { get; private set; } = "";

    public int CachedTokens { get; private set; }

    public RequestEnd? End { get; private set; }

    public void Started(SimulatedEngine prefill, int cachedTokens) => (Prefill, CachedTokens) = (prefill.Id, cachedTokens);

    public void Token(int index)
    {
        double now = _clock.Now;
        if (index == 0)
        {
            _metrics.FirstToken.Observe(now - _arrived);
        }
        else
        {
            _metrics.BetweenTokens.Observe(now - _last);
        }

        _last = now;
        _tokens.Writer.TryWrite(index);
    }

    public void Ended(RequestEnd end)
    {
        End = end;
        _metrics.Ended(end);
        _tokens.Writer.Complete();
    }
}
