using System.Threading.Channels;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Fleet.Mirroring;

/// <summary>A message and where it came from.</summary>
internal readonly record struct FeedMessage(RedisChannel Channel, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Messages of a channel in their order, in a bounded queue. What does not fit, or is too large, is dropped: whoever reads must find gaps
/// anyway, since Redis keeps no message for a reader that is away.
/// </summary>
internal sealed class FleetFeed(RedisConnection connection, RedisChannel channel, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryMost = TimeSpan.FromSeconds(2);

    private readonly Channel<FeedMessage> _waiting = Channel.CreateBounded<FeedMessage>(
        new BoundedChannelOptions(Limits.FleetMessagesWaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private ChannelMessageQueue? _queue;
    private long _dropped;

    /// <summary>The messages.</summary>
    public ChannelReader<FeedMessage> Messages => _waiting.Reader;

    /// <summary>Follows the channel; after that the client does so by itself, through outages. Returns once Redis has agreed.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        var backoff = new Backoff(RetryFirst, RetryMost);
        while (true)
        {
            try
            {
                var redis = await connection.GetAsync(cancellation);
                _queue = await redis.GetSubscriber().SubscribeAsync(channel).WaitAsync(cancellation);
                _queue.OnMessage(Take);
                FleetLog.Following(logger, channel.ToString());
                return;
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                if (backoff.Failures == 0)
                {
                    FleetLog.FollowFailed(logger, channel.ToString(), exception.Message);
                }

                await Task.Delay(backoff.Next(), time, cancellation);
            }
        }
    }

    /// <summary>Messages dropped since the last call.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_queue?.UnsubscribeAsync() ?? Task.CompletedTask);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            // Redis is away: then nothing is followed either.
        }
    }

    private void Take(ChannelMessage message)
    {
        byte[]? bytes = message.Message;
        bool taken = bytes?.Length <= Limits.FleetMessageBytesMax && _waiting.Writer.TryWrite(new FeedMessage(message.Channel, bytes));
        if (!taken)
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}
