using InferenceGateway.TestSupport;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Tests.Directory;

/// <summary>A server that can be stopped and started again on its port, and a plain connection to look into it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private const int PortsToTry = 5;

    private readonly Func<int, Task<IAsyncDisposable>> _start;
    private int _port;
    private IAsyncDisposable? _server;
    private ConnectionMultiplexer? _redis;

    private TestServer(Func<int, Task<IAsyncDisposable>> start) => _start = start;

    public string ConnectionString => $"127.0.0.1:{_port}";

    public ConnectionMultiplexer Redis => _redis!;

    public IDatabase Database => Redis.GetDatabase();

    public static async Task<TestServer> StartAsync(Func<int, Task<IAsyncDisposable>> start)
    {
        var server = new TestServer(start);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                server._port = FreePort.Next();
                await server.StartAgainAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < PortsToTry)
            {
                // An outgoing connection of another test took the port meanwhile.
            }
        }
    }

    public async Task StartAgainAsync()
    {
        _server = await _start(_port);
        _redis = await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true");
    }

    public async Task StopAsync()
    {
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        (_redis, _server) = (null, null);
    }

    public async Task<IReadOnlyList<string>> KeysAsync(string pattern)
        => [.. ((string[])(await Database.ExecuteAsync("KEYS", pattern))!)];

    public async ValueTask DisposeAsync() => await StopAsync();
}
