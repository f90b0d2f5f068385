using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>Waiting requests of one tenant in one band; its flows share the tenant's service equally.</summary>
internal sealed class TenantLine(Tenant tenant) : Share(tenant.Weight)
{
    // Flows beyond the bound wait in this one.
    private const string OtherFlows = "";

    private readonly Dictionary<string, FlowLine> _flows = new(StringComparer.Ordinal);
    private FairOrder<FlowLine> _order = new();

    public int Count { get; private set; }

    public long Tokens { get; private set; }

    public override bool IsEmpty => Count == 0;

    public Waiter First => _order.First()!.Waiters.First!.Value;

    public void Add(Waiter waiter, string flow)
    {
        FlowLine line = LineOf(flow);
        waiter.Place(this, line, line.Waiters.AddLast(waiter));
        Count++;
        Tokens += waiter.Tokens;
        _order.Enlist(line);
    }

    public void Remove(Waiter waiter)
    {
        waiter.Flow!.Waiters.Remove(waiter.Node!);
        Count--;
        Tokens -= waiter.Tokens;
        ForgetFlows();
    }

    /// <summary>Takes the first one out and charges its flow.</summary>
    public Waiter Take()
    {
        FlowLine line = _order.First()!;
        Waiter waiter = line.Waiters.First!.Value;
        line.Waiters.RemoveFirst();
        Count--;
        Tokens -= waiter.Tokens;
        _order.Serve(line, waiter.Tokens);
        ForgetFlows();
        return waiter;
    }

    private FlowLine LineOf(string flow)
    {
        if (_flows.TryGetValue(flow, out FlowLine? line))
        {
            return line;
        }

        string name = _flows.Count < Limits.FlowsPerTenantMax - 1 ? flow : OtherFlows;
        return _flows.TryGetValue(name, out line) ? line : _flows[name] = new FlowLine();
    }

    // Names of flows come from clients: none is kept longer than anything waits.
    private void ForgetFlows()
    {
        if (Count == 0)
        {
            _flows.Clear();
            _order = new FairOrder<FlowLine>();
        }
    }
}
