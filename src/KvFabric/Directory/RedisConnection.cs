using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>
/// The one connection of this process to Redis. It is opened at first use, survives outages by itself, and fails commands at once
/// while it is down: the loops above retry, so nothing may pile up here.
/// </summary>
internal sealed class RedisConnection(IOptions<DirectoryOptions> options) : IAsyncDisposable
{
    private const int ReconnectMillisecondsMin = 100;
    private const int ReconnectMillisecondsMax = 2_000;

    private readonly SemaphoreSlim _gate = new(1);
    private ConnectionMultiplexer? _connection;

    /// <summary>The addresses, for logs; without credentials.</summary>
    public string Endpoints { get; } = string.Join(',', ConfigurationOptions.Parse(options.Value.ConnectionString).EndPoints);

    /// <summary>The connection, up or down.</summary>
    public async ValueTask<ConnectionMultiplexer> GetAsync(CancellationToken cancellation)
    {
        if (_connection is { } open)
        {
            return open;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(Configuration()).WaitAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_connection is { } open)
        {
            await open.DisposeAsync();
        }
    }

    private void Secure(ConfigurationOptions configuration)
    {
        if (options.Value.TlsAuthorityFile.Length > 0)
        {
            configuration.TrustIssuer(options.Value.TlsAuthorityFile);
        }

        if (options.Value.TlsCertificateFile.Length > 0)
        {
            configuration.SetUserPemCertificate(options.Value.TlsCertificateFile, options.Value.TlsKeyFile);
        }
    }

    private ConfigurationOptions Configuration()
    {
        var configuration = ConfigurationOptions.Parse(options.Value.ConnectionString);
        var timeout = (int)options.Value.CommandTimeout.TotalMilliseconds;
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ConnectTimeout = timeout;
        configuration.AsyncTimeout = timeout;
        configuration.SyncTimeout = timeout;
        configuration.ReconnectRetryPolicy = new ExponentialRetry(ReconnectMillisecondsMin, ReconnectMillisecondsMax);
        configuration.ClientName ??= "inference-directory";
        // A key that the client library would read for its own ends; a user with few rights has none to it.
        configuration.TieBreaker = "";
        Secure(configuration);
        return configuration;
    }
}
