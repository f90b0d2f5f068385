using System.Globalization;
using InferenceGateway.Contracts.Workers;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Writes worker records to Redis: one attempt per call, no retries.</summary>
internal sealed class DirectoryPublisher(RedisConnection connection, IOptions<DirectoryOptions> options)
{
    private readonly DirectoryKeys _keys = new(options.Value.KeyPrefix);
    private readonly long _leaseMilliseconds = (long)options.Value.Lease.TotalMilliseconds;

    /// <summary>Writes the record, renews its lease, and announces it if it changed.</summary>
    /// <exception cref="WorkerSupersededException">A later epoch holds the id.</exception>
    public async Task PublishAsync(WorkerRecord record, byte[] json, CancellationToken cancellation)
    {
        var address = new WorkerAddress(record.Model, record.Id);
        var redis = await connection.GetAsync(cancellation);
        var database = redis.GetDatabase();
        var answer = (int)await database.ScriptEvaluateAsync(
            DirectoryScripts.Publish,
            [_keys.Worker(address), _keys.Workers(record.Model)],
            [record.Id, Epoch(record), json, _leaseMilliseconds]).WaitAsync(cancellation);
        if (answer == DirectoryScripts.Superseded)
        {
            throw new WorkerSupersededException(record.Id, record.Epoch);
        }

        await database.ScriptEvaluateAsync(
            DirectoryScripts.Touch,
            [_keys.Models],
            [record.Model, _leaseMilliseconds]).WaitAsync(cancellation);
        if (answer == DirectoryScripts.Changed)
        {
            await AnnounceAsync(redis, DirectoryKeys.Announcement(address, removed: false), cancellation);
        }
    }

    /// <summary>Removes the record unless another life holds it, and announces that.</summary>
    public async Task RemoveAsync(WorkerRecord record, CancellationToken cancellation)
    {
        var address = new WorkerAddress(record.Model, record.Id);
        var redis = await connection.GetAsync(cancellation);
        var removed = (int)await redis.GetDatabase().ScriptEvaluateAsync(
            DirectoryScripts.Remove,
            [_keys.Worker(address), _keys.Workers(record.Model)],
            [record.Id, Epoch(record)]).WaitAsync(cancellation);
        if (removed == DirectoryScripts.Changed)
        {
            await AnnounceAsync(redis, DirectoryKeys.Announcement(address, removed: true), cancellation);
        }
    }

    private async Task AnnounceAsync(ConnectionMultiplexer redis, string announcement, CancellationToken cancellation)
        => await redis.GetSubscriber().PublishAsync(_keys.Changes, announcement).WaitAsync(cancellation);

    private static string Epoch(WorkerRecord record) => record.Epoch.ToString(DirectoryScripts.EpochFormat, CultureInfo.InvariantCulture);
}
