using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>Waiting requests of one priority; its tenants share the band's service by weight.</summary>
/// <param name="priority">Which.</param>
/// <param name="reserve">Share of all service that it keeps while it waits, whatever waits above it.</param>
internal sealed class Band(RequestPriority priority, double reserve)
{
    private readonly Dictionary<Tenant, TenantLine> _lines = new(ReferenceEqualityComparer.Instance);
    private FairOrder<TenantLine> _order = new();

    public RequestPriority Priority { get; } = priority;

    public double Reserve { get; } = reserve;

    /// <summary>Tokens of reserved service that it has earned and not had.</summary>
    public double Credit { get; set; }

    public int Count { get; private set; }

    public long Tokens { get; private set; }

    public Waiter? First => _order.First()?.First;

    public int CountOf(Tenant tenant) => _lines.TryGetValue(tenant, out TenantLine? line) ? line.Count : 0;

    public void Add(Waiter waiter, Tenant tenant, string flow)
    {
        if (!_lines.TryGetValue(tenant, out TenantLine? line))
        {
            _lines[tenant] = line = new TenantLine(tenant);
        }

        line.Add(waiter, flow);
        Count++;
        Tokens += waiter.Tokens;
        _order.Enlist(line);
    }

    public void Remove(Waiter waiter)
    {
        waiter.Line!.Remove(waiter);
        Leave(waiter);
    }

    /// <summary>Takes the first one out and charges its tenant.</summary>
    public Waiter Take()
    {
        TenantLine line = _order.First()!;
        Waiter waiter = line.Take();
        _order.Serve(line, waiter.Tokens);
        Leave(waiter);
        return waiter;
    }

    /// <summary>Tokens of this band that would be served before a request of that tenant that comes now.</summary>
    public double TokensAhead(Tenant tenant)
    {
        if (Count == 0)
        {
            return 0;
        }

        TenantLine? own = _lines.GetValueOrDefault(tenant);
        double start = own is null ? _order.Now : _order.NextStart(own) + (own.Tokens / own.Weight);
        double ahead = own?.Tokens ?? 0;
        foreach (TenantLine line in _lines.Values)
        {
            if (line != own && line.Count > 0)
            {
                ahead += Math.Clamp((start - line.Start) * line.Weight, 0, line.Tokens);
            }
        }

        return ahead;
    }

    private void Leave(Waiter waiter)
    {
        Count--;
        Tokens -= waiter.Tokens;
        if (Count == 0)
        {
            // Nobody waits, so nobody is owed anything.
            _lines.Clear();
            _order = new FairOrder<TenantLine>();
            Credit = 0;
        }
    }
}
