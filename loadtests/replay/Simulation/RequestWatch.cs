using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Replay.Measuring;

namespace InferenceGateway.Replay.Simulation;

/// <summary>Follows one request for its gateway, as the real one does, and writes down what was measured.</summary>
internal sealed class RequestWatch(
    IEventClock clock, RequestRecord record, RequestTrack track, LogHistogram gaps, Action changed, Action<RequestRecord> ended) : IRequestListener
{
    private readonly double _arrived = clock.Now;

    public void Started(SimulatedEngine prefill, int cachedTokens) => record.CachedTokens = cachedTokens;

    public void Token(int index)
    {
        double seconds = clock.Now - _arrived;
        if (index == 0)
        {
            record.FirstToken = seconds;
            track.FirstToken();
            changed();
        }
        else
        {
            gaps.Add(seconds - record.LastToken);
        }

        record.LastToken = seconds;
        record.Tokens++;
    }

    public void Ended(RequestEnd end)
    {
        record.End = end;
        if (end == RequestEnd.Finished)
        {
            track.Finish(textBytes: 0, record.Request.PromptTokens, record.CachedTokens, record.Tokens);
        }
        else
        {
            track.Dispose();
        }

        changed();
        ended(record);
    }
}
