namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>Meters one stream, and knows how to end it when its budget is used up.</summary>
internal sealed class StreamCut(BudgetMeter meter)
{
    private readonly ChunkOutline _outline = new();

    /// <summary>The last events for the client; null while the stream may go on.</summary>
    public byte[]? Farewell { get; private set; }

    /// <param name="events">Whole events that go to the client.</param>
    /// <param name="tokens">Tokens in them.</param>
    public void Take(ReadOnlySpan<byte> events, int tokens)
    {
        _outline.Read(events);
        if (tokens > 0 && !meter.Spend(tokens) && _outline.IsOpen)
        {
            meter.CountCut();
            Farewell = _outline.End(meter.Prompt, meter.Answered);
        }
    }
}
