namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>
/// Start-time fair queueing: whoever's next service begins earliest in virtual time comes first, and a service of n tokens moves its
/// owner n / weight ahead. Those who had nothing to ask for join at the present and save nothing up. Not thread-safe.
/// </summary>
internal sealed class FairOrder<T>
    where T : Share
{
    private readonly PriorityQueue<T, (double Start, long Turn)> _heap = new();
    private long _turn;

    /// <summary>The present: where the service that was begun last began.</summary>
    public double Now { get; private set; }

    /// <summary>Where a service would begin that is asked for now, before any of the owner's own.</summary>
    public double NextStart(T share) => share.Listed ? share.Start : Math.Max(Now, share.Finish);

    /// <summary>Lets it take part; it has something to be served.</summary>
    public void Enlist(T share)
    {
        if (!share.Listed)
        {
            share.Start = NextStart(share);
            Push(share);
        }
    }

    /// <summary>Who comes next, or null.</summary>
    public T? First()
    {
        while (_heap.TryPeek(out T? share, out _))
        {
            if (!share.IsEmpty)
            {
                return share;
            }

            _heap.Dequeue();
            share.Listed = false;
        }

        return null;
    }

    /// <summary>Charges the first one for what was just taken from it.</summary>
    public void Serve(T share, long tokens)
    {
        _heap.Dequeue();
        share.Listed = false;
        Now = share.Start;
        share.Finish = share.Start + (share.Pay(tokens) / share.Weight);
        if (!share.IsEmpty)
        {
            share.Start = share.Finish;
            Push(share);
        }
    }

    private void Push(T share)
    {
        share.Listed = true;
        _heap.Enqueue(share, (share.Start, _turn++));
    }
}
