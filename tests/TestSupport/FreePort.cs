using System.Net;
using System.Net.Sockets;

namespace InferenceGateway.TestSupport;

/// <summary>Ports nobody listens on.</summary>
public static class FreePort
{
    /// <summary>
    /// A loopback port that was free a moment ago. Prefer port 0 wherever the listener can say what it got; this is for
    /// servers that cannot, and for addresses that must refuse connections.
    /// </summary>
    public static int Next()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
