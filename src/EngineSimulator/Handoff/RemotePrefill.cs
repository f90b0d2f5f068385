using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;

namespace InferenceGateway.EngineSimulator.Handoff;

/// <summary>
/// One request's way through two engines. The decode engine leads: it has a slot, orders the prompt from the first candidate, receives
/// rows chunk by chunk while the next chunk is computed, and goes on alone. A candidate that fails is followed by the next.
/// </summary>
internal sealed class RemotePrefill(IEventClock clock, SimulatedEngine decode, Sequence sequence)
{
    private SimulatedEngine? _prefill;
    private int _tried;
    private bool _over;

    public SimulatedRequest Request => sequence.Request;

    /// <summary>Orders from the first candidate that takes it. What is not here by the deadline does not come.</summary>
    public void Begin(double deadlineSeconds)
    {
        TryNext();
        if (!_over)
        {
            clock.At(clock.Now + deadlineSeconds, Fail);
        }
    }

    /// <summary>The order has a slot. Rows that were in the cache are on their way at once.</summary>
    public void Started(int cachedTokens)
    {
        Request.Listener.Started(_prefill!, cachedTokens);
        if (cachedTokens > 0)
        {
            Send(cachedTokens);
        }
    }

    /// <summary>A chunk is computed; its rows follow those before.</summary>
    public void Computed(int tokens, bool whole)
    {
        double arrival = Send(tokens);
        if (whole)
        {
            int attempt = _tried;
            clock.At(arrival, () => Arrived(attempt));
        }
    }

    /// <summary>The order is over on the prefill engine, by whatever reason.</summary>
    public void Ended(RequestEnd end)
    {
        if (end == RequestEnd.Failed && !_over)
        {
            TryNext();
        }
    }

    /// <summary>The decode engine's half has ended before the rows were there.</summary>
    public void Withdraw()
    {
        if (!_over)
        {
            _over = true;
            _prefill?.Withdraw(this);
        }
    }

    private void TryNext()
    {
        while (!_over && _tried < Request.Prefills.Count)
        {
            _prefill = Request.Prefills[_tried++];
            if (_prefill.Order(this) == Admission.Accepted)
            {
                return;
            }
        }

        Fail();
    }

    private void Fail()
    {
        if (!_over)
        {
            decode.End(sequence, RequestEnd.Failed);
            decode.Wake();
        }
    }

    private double Send(int tokens) => _prefill!.Link.Send(decode.Link, clock.Now, tokens);

    private void Arrived(int attempt)
    {
        // Rows that were on their way when their sender broke down are lost with it.
        if (!_over && attempt == _tried)
        {
            _over = true;
            _prefill!.Withdraw(this);
            decode.Attach(sequence);
        }
    }
}
