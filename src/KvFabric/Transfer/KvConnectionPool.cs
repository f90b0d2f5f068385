using System.Net.Sockets;
using InferenceGateway.Contracts;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Idle connections by peer: bounded per peer, closed when they have been idle for too long.</summary>
internal sealed class KvConnectionPool : IDisposable
{
    private readonly KvClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Stack<Idle>> _idle = new(StringComparer.Ordinal);
    private readonly ITimer _sweeper;
    private bool _disposed;

    public KvConnectionPool(IOptions<KvClientOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        var period = TimeSpan.FromSeconds(Math.Max(_options.IdleSeconds / 2, 1));
        _sweeper = time.CreateTimer(_ => Sweep(), null, period, period);
    }

    /// <summary>An idle connection to that peer, or null.</summary>
    public KvChannel? TryTake(string endpoint)
    {
        lock (_lock)
        {
            while (_idle.TryGetValue(endpoint, out var stack) && stack.TryPop(out var idle))
            {
                // An idle peer says nothing: input means that it has closed.
                if (!IsExpired(idle) && !idle.Channel.HasInput)
                {
                    return idle.Channel;
                }

                idle.Channel.Dispose();
            }

            _idle.Remove(endpoint);
            return null;
        }
    }

    /// <summary>A new connection.</summary>
    /// <exception cref="SocketException">It could not be made.</exception>
    /// <exception cref="TimeoutException">It was not made in time.</exception>
    public async ValueTask<KvChannel> ConnectAsync(KvEndpoint endpoint, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.Connect, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, either.Token);
            return new KvChannel(socket, _time);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"no connection within {_options.ConnectSeconds} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a connection between two transfers, or closes it.</summary>
    public void Return(string endpoint, KvChannel channel)
    {
        lock (_lock)
        {
            if (!_idle.TryGetValue(endpoint, out var stack))
            {
                _idle[endpoint] = stack = new Stack<Idle>();
            }

            if (!_disposed && stack.Count < Limits.KvIdleConnectionsPerPeerMax)
            {
                stack.Push(new Idle(channel, _time.GetTimestamp()));
                return;
            }
        }

        channel.Dispose();
    }

    public void Dispose()
    {
        _sweeper.Dispose();
        lock (_lock)
        {
            _disposed = true;
            foreach (var idle in _idle.Values.SelectMany(stack => stack))
            {
                idle.Channel.Dispose();
            }

            _idle.Clear();
        }
    }

    private bool IsExpired(Idle idle) => _time.GetElapsedTime(idle.Since) >= _options.Idle;

    private void Sweep()
    {
        lock (_lock)
        {
            foreach (var (endpoint, stack) in _idle.ToList())
            {
                foreach (var expired in stack.Where(IsExpired))
                {
                    expired.Channel.Dispose();
                }

                // Oldest first, so that the newest ends on top again.
                var kept = new Stack<Idle>(stack.Where(idle => !IsExpired(idle)).Reverse());
                _idle[endpoint] = kept;
                if (kept.Count == 0)
                {
                    _idle.Remove(endpoint);
                }
            }
        }
    }

    private readonly record struct Idle(KvChannel Channel, long Since);
}
