using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Reads the files of keys again when what they hold has changed.</summary>
internal sealed partial class CredentialReloader(
    Credentials credentials,
    IOptions<TenancyOptions> options,
    TimeProvider time,
    ILogger<CredentialReloader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Watched[] files =
        [
            .. Watch(options.Value.KeysFile, credentials.ReloadKeys),
            .. Watch(options.Value.Jwt.JwksFile, credentials.ReloadSigners),
        ];
        if (files.Length == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.ReloadInterval, time);
        do
        {
            Array.ForEach(files, Look);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static IEnumerable<Watched> Watch(string path, Func<IReadOnlyList<string>> reload) =>
        path.Length > 0 ? [new Watched(path, reload)] : [];

    private void Look(Watched file)
    {
        byte[] now = BoundedFile.Read(file.Path, out _) ?? [];
        if (file.Seen is { } seen && seen.AsSpan().SequenceEqual(now))
        {
            return;
        }

        file.Seen = now;
        IReadOnlyList<string> faults = file.Reload();
        if (faults.Count > 0)
        {
            LogKept(file.Path, string.Join("; ", faults));
        }
        else
        {
            LogLoaded(file.Path);
        }
    }

    [LoggerMessage(EventId = 1200, Level = LogLevel.Information, Message = "The keys in {Path} are in force")]
    private partial void LogLoaded(string path);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "The keys in {Path} are not taken over, those read before stay in force: {Faults}")]
    private partial void LogKept(string path, string faults);

    private sealed class Watched(string path, Func<IReadOnlyList<string>> reload)
    {
        public string Path { get; } = path;

        public Func<IReadOnlyList<string>> Reload { get; } = reload;

        public byte[]? Seen { get; set; }
    }
}
