namespace InferenceGateway.KvFabric.Directory;

/// <summary>
/// The scripts that run inside Redis: short, without loops, touching only the keys they are given. Epochs are decimal numbers of
/// equal length, so that comparing them as strings is exact where a Lua number would round.
/// </summary>
internal static class DirectoryScripts
{
    /// <summary>Format of epochs in Redis.</summary>
    public const string EpochFormat = "D20";

    /// <summary>Answer of <see cref="Publish"/>: a later life holds the record.</summary>
    public const int Superseded = -1;

    /// <summary>Answer of <see cref="Publish"/>: the record is new or changed, so it has to be announced.</summary>
    public const int Changed = 1;

    /// <summary>KEYS worker, workers; ARGV id, epoch, record, lease in milliseconds.</summary>
    public const string Publish =
        """
        local held = redis.call('HGET', KEYS[1], 'epoch')
        if held and held > ARGV[2] then return -1 end
        local before = redis.call('HGET', KEYS[1], 'record')
        redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'record', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[4]), ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[2], string.format('%.0f', 4 * ARGV[4]))
        if before == ARGV[3] then return 0 end
        return 1
        """;

    /// <summary>KEYS models; ARGV model, lease in milliseconds.</summary>
    public const string Touch =
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('ZADD', KEYS[1], string.format('%.0f', now + 4 * ARGV[2]), ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
        return 0
        """;

    /// <summary>KEYS worker, workers; ARGV id, epoch. Answers 1 if a record of that epoch was there.</summary>
    public const string Remove =
        """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[2] then return 0 end
        redis.call('DEL', KEYS[1])
        redis.call('ZREM', KEYS[2], ARGV[1])
        return 1
        """;
}
