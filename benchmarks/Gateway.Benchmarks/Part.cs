using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace InferenceGateway.Gateway.Benchmarks;

/// <summary>A started process that listens on a port.</summary>
internal sealed class Part : IDisposable
{
    private static readonly TimeSpan _startDeadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Part(Process process, int port)
    {
        _process = process;
        Url = $"http://127.0.0.1:{port}";
    }

    public string Url { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<Part> StartAsync(string name, string? worker)
    {
        int port = FreePort();
        string assembly = typeof(Part).Assembly.Location;
        // The shell sends the log to the null device, so that writing it is paid for and reading it disturbs nobody.
        string command = $"exec dotnet '{assembly}' {name} {port.ToString(CultureInfo.InvariantCulture)} {worker} > /dev/null";
        var part = new Part(Process.Start("/bin/sh", ["-c", command]), port);
        await part.WaitUntilListeningAsync(port);
        return part;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task WaitUntilListeningAsync(int port)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(started) < _startDeadline && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
