using InferenceGateway.EmbeddedRedis;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Fleet;

/// <summary>The fleet on the embedded Garnet.</summary>
public sealed class GarnetFleetTests : FleetContract
{
    protected override Task<IAsyncDisposable> StartServerAsync(int port)
        => Task.FromResult<IAsyncDisposable>(RespServer.Start(port));
}

/// <summary>The fleet on a real redis-server or valkey-server, where one is installed.</summary>
public sealed class RedisFleetTests : FleetContract
{
    protected override async Task<IAsyncDisposable> StartServerAsync(int port)
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        return await RedisServerProcess.StartAsync(port);
    }
}
