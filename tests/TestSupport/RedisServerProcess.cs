using System.Diagnostics;
using System.Net.Sockets;

namespace InferenceGateway.TestSupport;

/// <summary>
/// A real redis-server (or valkey-server) as a child process, in memory only. It is looked for in the variable
/// <c>REDIS_SERVER</c> and then on the PATH; tests that need it skip with <see cref="AbsentReason"/> where it is not installed.
/// </summary>
public sealed class RedisServerProcess : IAsyncDisposable
{
    private static readonly string[] Names = ["redis-server", "valkey-server"];

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private bool _disposed;

    private RedisServerProcess(Process process, DirectoryInfo folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    /// <summary>What a skipped test says.</summary>
    public const string AbsentReason = "No redis-server or valkey-server: install one or name it in REDIS_SERVER to run this test.";

    /// <summary>The program's path, or null when it is not installed.</summary>
    public static string? Path { get; } = FindProgram();

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>For StackExchange.Redis: <c>127.0.0.1:port</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts one and waits until it takes connections.</summary>
    /// <param name="port">Default a free one.</param>
    /// <param name="arguments">More arguments; <c>--tls-port</c> among them takes the plain port's place.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or it ended at once.</exception>
    /// <exception cref="TimeoutException">It took no connection in time.</exception>
    public static Task<RedisServerProcess> StartAsync(int? port = null, params string[] arguments)
    {
        var chosen = port ?? FreePort.Next();
        string[] plainPort = arguments.Contains("--tls-port") ? [] : ["--port", $"{chosen}"];
        return StartAsync(chosen, [.. plainPort, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning", .. arguments], []);
    }

    /// <summary>Starts a sentinel.</summary>
    /// <param name="configuration">Lines of its file, into which it writes, too.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or it ended at once.</exception>
    /// <exception cref="TimeoutException">It took no connection in time.</exception>
    public static Task<RedisServerProcess> StartSentinelAsync(params string[] configuration)
    {
        var port = FreePort.Next();
        return StartAsync(port, ["sentinel.conf", "--sentinel"], [$"port {port}", "bind 127.0.0.1", .. configuration]);
    }

    /// <summary>Stops it where it is: connections stay open and nothing answers (SIGSTOP).</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Eventually.DoneAsync("end of the redis-server process", _process.WaitForExitAsync());
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<RedisServerProcess> StartAsync(int port, string[] arguments, string[] configuration)
    {
        var program = Path ?? throw new InvalidOperationException(AbsentReason);
        var folder = System.IO.Directory.CreateTempSubdirectory("redis-test-");
        await File.WriteAllLinesAsync(System.IO.Path.Combine(folder.FullName, "sentinel.conf"), configuration);
        var server = new RedisServerProcess(Launch(program, folder, arguments), folder, port);
        try
        {
            await Eventually.TrueAsync($"{program} listening on 127.0.0.1:{port}", server.IsListeningAsync);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static Process Launch(string program, DirectoryInfo folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        // Nobody reads the output; without a reader a full pipe would block the server.
        process.BeginOutputReadLine();
        return process;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async ValueTask<bool> IsListeningAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"redis-server ended with code {_process.ExitCode} before it listened on {Port}.");
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string? FindProgram()
    {
        if (Environment.GetEnvironmentVariable("REDIS_SERVER") is { Length: > 0 } named)
        {
            return named;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        return folders
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
