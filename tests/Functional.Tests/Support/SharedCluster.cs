namespace InferenceGateway.Functional.Tests.Support;

/// <summary>One prefill and one decode worker for the tests of a class that do no harm to them.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    internal TestCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
