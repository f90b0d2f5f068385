using System.Net;
using System.Net.Sockets;
using System.Text;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Tenancy;

/// <summary>Sends bytes that no HTTP client would.</summary>
internal static class RawHttp
{
    /// <returns>What came back until the server closed; empty when it closed at once.</returns>
    public static async Task<string> SendAsync(IPEndPoint server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server, TestGateway.Deadline);
        NetworkStream stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestGateway.Deadline);
            await stream.CopyToAsync(answer, TestGateway.Deadline);
        }
        catch (IOException)
        {
            // A server that refuses need not read to the end.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
