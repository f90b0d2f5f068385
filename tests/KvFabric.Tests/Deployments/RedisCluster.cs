using System.Net.Sockets;
using System.Text;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Deployments;

/// <summary>Three redis-servers that divide the slots among them.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Nodes = 3;
    private const int Slots = 16_384;

    private readonly List<RedisServerProcess> _servers = [];

    private RedisCluster()
    {
    }

    public string ConnectionString => string.Join(',', _servers.Select(server => server.ConnectionString));

    public static async Task<RedisCluster> StartAsync()
    {
        var cluster = new RedisCluster();
        try
        {
            await cluster.FormAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many keys each node holds.</summary>
    public async Task<IReadOnlyList<long>> SizesAsync()
    {
        var sizes = new List<long>();
        foreach (var server in _servers)
        {
            sizes.Add(long.Parse(await AskAsync(server, "DBSIZE")));
        }

        return sizes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private async Task FormAsync()
    {
        var buses = new List<int>();
        for (int node = 0; node < Nodes; node++)
        {
            // The usual bus port, 10,000 above, may lie beyond the last port there is.
            buses.Add(FreePort.Next());
            _servers.Add(await RedisServerProcess.StartAsync(null, "--cluster-enabled", "yes", "--cluster-port", $"{buses[node]}"));
            await AskAsync(_servers[node], $"CLUSTER ADDSLOTSRANGE {node * Slots / Nodes} {((node + 1) * Slots / Nodes) - 1}");
        }

        for (int node = 1; node < Nodes; node++)
        {
            await AskAsync(_servers[0], $"CLUSTER MEET 127.0.0.1 {_servers[node].Port} {buses[node]}");
        }

        foreach (var server in _servers)
        {
            await Eventually.TrueAsync(
                $"node {server.Port} in a whole cluster",
                async () => (await AskAsync(server, "CLUSTER INFO")).Contains("cluster_state:ok", StringComparison.Ordinal)
                    && (await AskAsync(server, "CLUSTER NODES")).Split('\n').Count(line => line.Contains(" connected", StringComparison.Ordinal)) == Nodes);
        }
    }

    // One node alone is asked, in the server's own line protocol: a client library would follow the cluster.
    private static async Task<string> AskAsync(RedisServerProcess server, string command)
    {
        using var node = new TcpClient();
        await node.ConnectAsync("127.0.0.1", server.Port);
        await using var stream = node.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var answer = new StreamReader(stream, Encoding.ASCII);
        string first = await answer.ReadLineAsync() ?? "";
        Assert.False(first.StartsWith('-'), $"{command} at {server.Port}: {first}");
        if (!first.StartsWith('$'))
        {
            return first[1..];
        }

        var text = new char[int.Parse(first.AsSpan(1))];
        await answer.ReadBlockAsync(text);
        return new string(text);
    }
}
