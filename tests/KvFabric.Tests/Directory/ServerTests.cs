using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Directory;

/// <summary>The directory on the embedded Garnet.</summary>
public sealed class GarnetDirectoryTests : DirectoryContract
{
    protected override Task<IAsyncDisposable> StartServerAsync(int port)
        => Task.FromResult<IAsyncDisposable>(EmbeddedRedis.Start(port));
}

/// <summary>The directory on a real redis-server or valkey-server, where one is installed.</summary>
public sealed class RedisDirectoryTests : DirectoryContract
{
    protected override async Task<IAsyncDisposable> StartServerAsync(int port)
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        return await RedisServerProcess.StartAsync(port);
    }
}
