using System.Collections.Concurrent;
using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.Gateway.Prediction;

/// <summary>Learns from finished requests how fast workers are. Any number of threads may ask and teach at once.</summary>
/// <param name="options">What is believed beforehand.</param>
public sealed class LatencyPredictor(PredictionOptions options)
{
    private readonly ConcurrentDictionary<(string Model, WorkerRole Role), PoolEstimates> _pools = new();
    private readonly ConcurrentDictionary<string, TextDensity> _densities = new(StringComparer.Ordinal);

    /// <summary>What is known of one model's workers of one role.</summary>
    public PoolEstimates For(string model, WorkerRole role) =>
        _pools.GetOrAdd((model, role), static (key, options) => new PoolEstimates(key.Role, options), options);

    /// <summary>UTF-8 bytes of prompt text per token of that model.</summary>
    public double BytesPerToken(string model) => _densities.TryGetValue(model, out TextDensity? density) ? density.BytesPerToken : options.BytesPerToken;

    /// <summary>Estimated tokens of a prompt of that many bytes; at least 1.</summary>
    public int TokensOf(string model, long textBytes) => (int)Math.Clamp(textBytes / BytesPerToken(model), 1, int.MaxValue);

    /// <summary>A prompt of that many bytes turned out to have that many tokens.</summary>
    public void LearnText(string model, long textBytes, long promptTokens)
    {
        if (textBytes > 0 && promptTokens > 0)
        {
            _densities.GetOrAdd(model, static (_, options) => new TextDensity(options), options).Learn(textBytes, promptTokens);
        }
    }

    /// <summary>Weighs long prompts more, as their tokens are what costs.</summary>
    private sealed class TextDensity(PredictionOptions options)
    {
        private const double PriorTokens = 256;

        private readonly double _fade = Math.Pow(0.5, 1 / options.HalfLifeRequests);
        private readonly Lock _gate = new();
        private double _bytes;
        private double _tokens;
        private double _bytesPerToken = options.BytesPerToken;

        public double BytesPerToken => Volatile.Read(ref _bytesPerToken);

        public void Learn(long bytes, long tokens)
        {
            lock (_gate)
            {
                _bytes = (_fade * _bytes) + bytes;
                _tokens = (_fade * _tokens) + tokens;
                double density = (_bytes + (PriorTokens * options.BytesPerToken)) / (_tokens + PriorTokens);
                Volatile.Write(ref _bytesPerToken, density);
            }
        }
    }
}
