using System.Net;
using System.Net.Sockets;

namespace InferenceGateway.EmbeddedRedis;

/// <summary>Finds a loopback port that nobody uses at this moment; Garnet cannot be told to take any.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
