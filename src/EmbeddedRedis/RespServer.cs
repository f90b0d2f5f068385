using System.Net;
using Garnet;
using Garnet.server;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferenceGateway.EmbeddedRedis;

/// <summary>A RESP server (Garnet) inside this process on a loopback port: quiet, in memory, gone when disposed.</summary>
public sealed class RespServer : IAsyncDisposable, IDisposable
{
    private const int StartAttempts = 5;

    private GarnetServer? _server;

    private RespServer(GarnetServer server, int port)
    {
        _server = server;
        Port = port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>For StackExchange.Redis: <c>127.0.0.1:port</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts one, on the given port or on a free one.</summary>
    /// <exception cref="InvalidOperationException">It could not be started.</exception>
    public static RespServer Start(int? port = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var candidate = port ?? FreePort.Next();
            try
            {
                return new RespServer(StartOn(candidate), candidate);
            }
            catch (Exception exception)
            {
                // Another process may have taken the free port meanwhile.
                if (port is not null || attempt == StartAttempts)
                {
                    throw new InvalidOperationException($"Garnet did not start on 127.0.0.1:{candidate}.", exception);
                }
            }
        }
    }

    /// <summary>Stops it and closes its connections; what it held is lost. A second call does nothing.</summary>
    public void Stop()
    {
        _server?.Dispose();
        _server = null;
    }

    /// <inheritdoc cref="Stop"/>
    public void Dispose() => Stop();

    /// <inheritdoc cref="Stop"/>
    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    private static GarnetServer StartOn(int port)
    {
        var server = new GarnetServer(Options(port), NullLoggerFactory.Instance);
        try
        {
            server.Start();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static GarnetServerOptions Options(int port) => new(NullLogger.Instance)
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        QuietMode = true,
        EnableLua = true,
        LuaOptions = new LuaOptions(NullLogger.Instance),
        LogMemorySize = "64m",
        PageSize = "4m",
        IndexMemorySize = "4m",
        EnableStorageTier = false,
        EnableAOF = false,
    };
}
