using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Everything Redis says about workers at one instant.</summary>
/// <param name="Incarnation">Which life of the data this is.</param>
/// <param name="Workers">The readable records.</param>
internal sealed record DirectoryImage(string Incarnation, IReadOnlyList<WorkerRecord> Workers);

/// <summary>Reads worker records from Redis: one attempt per call, no retries. Not thread-safe.</summary>
internal sealed class DirectoryReader(
    RedisConnection connection, IOptions<DirectoryOptions> options, ILogger<DirectoryReader> logger)
{
    private const int ModelsMax = 10_000;

    private readonly DirectoryKeys _keys = new(options.Value.KeyPrefix);
    private readonly HashSet<WorkerAddress> _garbage = [];

    /// <summary>Reads all records of all models.</summary>
    public async Task<DirectoryImage> ReadAllAsync(CancellationToken cancellation)
    {
        var database = (await connection.GetAsync(cancellation)).GetDatabase();
        var models = await database.SortedSetRangeByRankAsync(_keys.Models, 0, ModelsMax - 1).WaitAsync(cancellation);
        var ids = await Task.WhenAll(models.Select(model => AddressesAsync(database, model.ToString()))).WaitAsync(cancellation);
        var addresses = Bounded(ids.SelectMany(address => address).ToList());
        var records = await Task.WhenAll(addresses.Select(address => ReadAsync(database, address))).WaitAsync(cancellation);
        // Last: if the data is lost while we read, what we read is known to be of no worth.
        return new DirectoryImage(await IncarnationAsync(database).WaitAsync(cancellation), [.. records.OfType<WorkerRecord>()]);
    }

    /// <summary>Reads one record; null if it is gone or unreadable.</summary>
    public async Task<WorkerRecord?> ReadAsync(WorkerAddress address, CancellationToken cancellation)
    {
        var database = (await connection.GetAsync(cancellation)).GetDatabase();
        return await ReadAsync(database, address).WaitAsync(cancellation);
    }

    // Written by the first who asks, so that there is one before the first worker.
    private async Task<string> IncarnationAsync(IDatabase database)
    {
        var held = await database.StringGetAsync(_keys.Incarnation);
        if (held.IsNull)
        {
            await database.StringSetAsync(_keys.Incarnation, Guid.NewGuid().ToString("N"), when: When.NotExists);
            held = await database.StringGetAsync(_keys.Incarnation);
        }

        return held.ToString();
    }

    private async Task<IEnumerable<WorkerAddress>> AddressesAsync(IDatabase database, string model)
    {
        var ids = await database.SortedSetRangeByRankAsync(_keys.Workers(model), 0, Limits.WorkersMax);
        return ids.Select(id => new WorkerAddress(model, id.ToString()));
    }

    private async Task<WorkerRecord?> ReadAsync(IDatabase database, WorkerAddress address)
    {
        var value = await database.HashGetAsync(_keys.Worker(address), "record");
        if (value.IsNull)
        {
            return null;
        }

        var record = WorkerRecordCodec.Read((byte[])value!, address, out var fault);
        Report(address, fault);
        return record;
    }

    private List<WorkerAddress> Bounded(List<WorkerAddress> addresses)
    {
        if (addresses.Count <= Limits.WorkersMax)
        {
            return addresses;
        }

        DirectoryLog.TooManyWorkers(logger, addresses.Count, Limits.WorkersMax);
        return addresses.GetRange(0, Limits.WorkersMax);
    }

    // Once per worker until its record is readable again: a full read every few seconds must not fill the log.
    private void Report(WorkerAddress address, string? fault)
    {
        lock (_garbage)
        {
            if (fault is null)
            {
                _garbage.Remove(address);
            }
            else if (_garbage.Count < Limits.WorkersMax && _garbage.Add(address))
            {
                DirectoryLog.Garbage(logger, _keys.Worker(address).ToString(), fault);
            }
        }
    }
}
