using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>
/// The bands of one pool. The highest that waits comes first, but every token served earns each lower band that waits its reserved
/// share, and a band that has earned its next request gets it.
/// </summary>
internal sealed class Bands
{
    private readonly Band[] _lowestFirst;

    public Bands(FlowControlOptions options) => _lowestFirst =
    [
        new Band(RequestPriority.Low, options.LowReserve),
        new Band(RequestPriority.Normal, options.NormalReserve),
        new Band(RequestPriority.High, reserve: 0),
    ];

    public int Count { get; private set; }

    public long Tokens { get; private set; }

    public Waiter? First => Next()?.First;

    public Band Of(RequestPriority priority) => _lowestFirst[(int)priority];

    public void Add(Waiter waiter, in AdmissionRequest request)
    {
        Of(waiter.Priority).Add(waiter, request.Tenant, request.Flow);
        Count++;
        Tokens += waiter.Tokens;
    }

    public void Remove(Waiter waiter)
    {
        Of(waiter.Priority).Remove(waiter);
        Leave(waiter);
    }

    /// <summary>Takes out <see cref="First"/>, which is there.</summary>
    public Waiter Take()
    {
        Band band = Next()!;
        long tokens = band.First!.Tokens;
        foreach (Band lower in _lowestFirst)
        {
            lower.Credit += lower.Count > 0 ? lower.Reserve * tokens : 0;
        }

        // Whatever the turn was given for: a band that has had its share otherwise saves nothing up against those above it.
        band.Credit = Math.Max(0, band.Credit - tokens);
        Waiter waiter = band.Take();
        Leave(waiter);
        return waiter;
    }

    /// <summary>Tokens that would be served before a request that comes now, as far as can be told: later ones of higher bands may overtake.</summary>
    public double TokensAhead(in AdmissionRequest request)
    {
        Band own = Of(request.Priority);
        double higher = 0;
        double reserved = 0;
        foreach (Band band in _lowestFirst)
        {
            higher += band.Priority > own.Priority ? band.Tokens : 0;
            reserved += band.Priority < own.Priority && band.Count > 0 ? band.Reserve : 0;
        }

        double ahead = own.TokensAhead(request.Tenant);
        // By the time the own band's reserve has paid for them, they have waited for so much of the higher ones and no more.
        double behindHigher = own.Reserve > 0 ? Math.Min(higher, (ahead + request.Tokens) / own.Reserve) : higher;
        return (ahead + behindHigher) / (1 - reserved);
    }

    private Band? Next()
    {
        Band? highest = Array.FindLast(_lowestFirst, band => band.Count > 0);
        foreach (Band band in _lowestFirst)
        {
            if (band.Count > 0 && band != highest && band.Credit >= band.First!.Tokens)
            {
                return band;
            }
        }

        return highest;
    }

    private void Leave(Waiter waiter)
    {
        Count--;
        Tokens -= waiter.Tokens;
    }
}
