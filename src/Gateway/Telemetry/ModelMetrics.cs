using Prometheus;

namespace InferenceGateway.Gateway.Telemetry;

/// <summary>One model's series, looked up once: a request path that searched them by label would allocate for every event.</summary>
internal sealed class ModelMetrics
{
    private readonly GatewayMetrics _metrics;
    private readonly string _model;
    private readonly Counter.Child?[] _requests = new Counter.Child?[Enum.GetValues<ApiRoute>().Length * Enum.GetValues<Outcome>().Length];
    private readonly Lazy<Tokens> _tokens;

    public ModelMetrics(GatewayMetrics metrics, string model)
    {
        _metrics = metrics;
        _model = model;
        _tokens = new Lazy<Tokens>(() => new Tokens(metrics, model));
    }

    public Tokens Of => _tokens.Value;

    public void CountRequest(ApiRoute route, Outcome outcome)
    {
        ref Counter.Child? child = ref _requests[((int)route * Enum.GetValues<Outcome>().Length) + (int)outcome];
        child ??= _metrics.Requests(_model, Names.Of(route), Names.Of(outcome));
        child.Inc();
    }

    /// <summary>Made at the first answer only, so that models which never answered show no empty histograms.</summary>
    internal sealed class Tokens(GatewayMetrics metrics, string model)
    {
        public Counter.Child Prompt { get; } = metrics.PromptTokens(model);

        public Counter.Child Generated { get; } = metrics.GenerationTokens(model);

        public Counter.Child Cached { get; } = metrics.CachedTokens(model);

        public Histogram.Child TimeToFirst { get; } = metrics.TimeToFirstToken(model);

        public Histogram.Child InterToken { get; } = metrics.InterTokenLatency(model);
    }
}
