using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>In-flight totals in Redis: one attempt per call, one round trip each, no retries.</summary>
internal sealed class InFlightStore(
    RedisConnection connection, InFlightCodec codec, IOptions<DirectoryOptions> directory, IOptions<FleetOptions> options)
{
    private readonly FleetKeys _keys = new(directory.Value.KeyPrefix);
    private readonly TimeSpan _life = LifeOf(options.Value);

    /// <summary>How long a gateway's totals live without renewal: what is left of its lease when somebody looks every quarter of it.</summary>
    public static TimeSpan LifeOf(FleetOptions options) => 0.75 * options.InFlightLease;

    /// <summary>Writes and announces what has changed.</summary>
    public async Task ChangeAsync(string gateway, long number, IReadOnlyList<(int Worker, InFlightLoad Load)> changes, CancellationToken cancellation)
    {
        var redis = await connection.GetAsync(cancellation);
        var database = redis.GetDatabase();
        await Task.WhenAll(
            database.HashSetAsync(_keys.Gateway(gateway), codec.Fields(number, changes)),
            database.KeyExpireAsync(_keys.Gateway(gateway), _life),
            redis.GetSubscriber().PublishAsync(_keys.InFlight, codec.Message(gateway, number, changes))).WaitAsync(cancellation);
    }

    /// <summary>Writes everything, whatever Redis has lost, renews the lease, and says so with a message of no changes.</summary>
    public async Task RenewAsync(string gateway, long number, IReadOnlyList<(int Worker, InFlightLoad Load)> totals, CancellationToken cancellation)
    {
        var redis = await connection.GetAsync(cancellation);
        var database = redis.GetDatabase();
        var whole = database.CreateTransaction();
        var parts = new List<Task>
        {
            whole.KeyDeleteAsync(_keys.Gateway(gateway)),
            whole.HashSetAsync(_keys.Gateway(gateway), codec.Fields(number, totals)),
            whole.KeyExpireAsync(_keys.Gateway(gateway), _life),
        };
        parts.Add(whole.ExecuteAsync());
        parts.Add(database.ScriptEvaluateAsync(DirectoryScripts.Touch, [_keys.Gateways], [gateway, (long)_life.TotalMilliseconds]));
        await Task.WhenAll(parts).WaitAsync(cancellation);
        await redis.GetSubscriber().PublishAsync(_keys.InFlight, codec.Message(gateway, number, [])).WaitAsync(cancellation);
    }

    /// <summary>Reads the totals of all gateways but one; null for those that are gone.</summary>
    /// <param name="gateway">The one.</param>
    /// <param name="known">Gateways to look for although the list of all may not have them any more: one may have left unheard.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<(string Gateway, (long Number, IReadOnlyList<(int Worker, InFlightLoad Load)> Totals)? Found)>> ReadOthersAsync(
        string gateway, IReadOnlyList<string> known, CancellationToken cancellation)
    {
        var database = (await connection.GetAsync(cancellation)).GetDatabase();
        var ids = await database.SortedSetRangeByRankAsync(_keys.Gateways, 0, Contracts.Limits.GatewaysMax).WaitAsync(cancellation);
        string[] others = [.. ids.Select(id => id.ToString()).Union(known, StringComparer.Ordinal).Where(id => id != gateway)];
        var fields = await Task.WhenAll(others.Select(other => database.HashGetAllAsync(_keys.Gateway(other)))).WaitAsync(cancellation);
        return [.. others.Zip(fields, (other, found) => (other, codec.Read(found)))];
    }

    /// <summary>Removes a gateway's totals and says goodbye.</summary>
    public async Task LeaveAsync(string gateway, CancellationToken cancellation)
    {
        var redis = await connection.GetAsync(cancellation);
        var database = redis.GetDatabase();
        await Task.WhenAll(
            database.KeyDeleteAsync(_keys.Gateway(gateway)),
            database.SortedSetRemoveAsync(_keys.Gateways, gateway),
            redis.GetSubscriber().PublishAsync(_keys.InFlight, InFlightCodec.Goodbye(gateway))).WaitAsync(cancellation);
    }
}
