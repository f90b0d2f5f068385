using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Gateway.Tests.FlowControl;

/// <summary>
/// Clients that always have requests waiting, each sending its next one when one is admitted. A place is given back at every step, so that
/// a step admits whom the queues prefer.
/// </summary>
internal sealed class ClosedLoop(FlowNode node, Random random)
{
    private readonly Dictionary<Task<AdmissionPermit>, (Client Client, long Tokens)> _waiting = [];
    private readonly Queue<AdmissionPermit> _running = new();

    /// <param name="Tenant">Whose.</param>
    /// <param name="Priority">Of all its requests.</param>
    /// <param name="Depth">Requests it keeps waiting.</param>
    /// <param name="TokensMax">Largest request.</param>
    /// <param name="Flow">Its flow.</param>
    /// <param name="Excess">How many times its estimate a request really takes.</param>
    internal sealed record Client(
        Tenant Tenant, RequestPriority Priority = RequestPriority.Normal, int Depth = 4, int TokensMax = 500, string Flow = "", double Excess = 1)
    {
        /// <summary>Tokens of its requests that were admitted.</summary>
        public long Served { get; set; }

        /// <summary>Steps that its last admitted request waited for.</summary>
        public List<int> Waits { get; } = [];
    }

    public async Task RunAsync(IReadOnlyList<Client> clients, int steps)
    {
        foreach (AdmissionPermit permit in await node.FillAsync(node.Pressure.Capacity.Requests is 0 ? 4 : node.Pressure.Capacity.Requests))
        {
            _running.Enqueue(permit);
        }

        foreach (Client client in clients)
        {
            for (int i = 0; i < client.Depth; i++)
            {
                Send(client);
            }
        }

        for (int step = 0; step < steps; step++)
        {
            node.Time.Advance(TimeSpan.FromMilliseconds(10));
            _running.Dequeue().Dispose();
            await TakeAdmittedAsync();
        }

        await DrainAsync();
    }

    private async Task TakeAdmittedAsync()
    {
        Task<AdmissionPermit> admitted = await Eventually.DoneAsync("an admission", Task.WhenAny(_waiting.Keys));
        (Client client, long tokens) = _waiting[admitted];
        _waiting.Remove(admitted);
        long actual = (long)(tokens * client.Excess);
        AdmissionPermit permit = await admitted;
        permit.Settle(actual);
        _running.Enqueue(permit);
        client.Served += actual;
        Send(client);
    }

    private void Send(Client client)
    {
        long tokens = random.Next(1, client.TokensMax + 1);
        _waiting.Add(node.AdmitAsync(client.Tenant, tokens, client.Priority, client.Flow), (client, tokens));
    }

    private async Task DrainAsync()
    {
        while (_running.TryDequeue(out AdmissionPermit? permit))
        {
            permit.Dispose();
            while (_running.Count == 0 && _waiting.Count > 0)
            {
                Task<AdmissionPermit> admitted = await Eventually.DoneAsync("an admission", Task.WhenAny(_waiting.Keys));
                _waiting.Remove(admitted);
                (await admitted).Dispose();
            }
        }
    }
}
