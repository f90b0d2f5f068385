using System.IO.Hashing;
using System.Runtime.InteropServices;
using InferenceGateway.Gateway.Disaggregation;

namespace InferenceGateway.Gateway.Models.Routes;

/// <summary>What a route says beyond its targets.</summary>
/// <param name="Profile">Name of the scheduling profile, or null for the default.</param>
/// <param name="SplitPolicy">The split policy, or null for the gateway's own.</param>
/// <param name="Timeout">Longest time for the whole answer, or null.</param>
/// <param name="ActivityTimeout">Longest silence of a worker, or null for the gateway's own.</param>
/// <param name="MaxTokens">Most tokens of one answer, or null.</param>
/// <param name="Mirror">Who gets copies, or null.</param>
internal sealed record RoutePolicy(
    string? Profile, SplitPolicy? SplitPolicy, TimeSpan? Timeout, TimeSpan? ActivityTimeout, long? MaxTokens, MirrorPolicy? Mirror)
{
    public static RoutePolicy None { get; } = new(null, null, null, null, null, null);
}

/// <summary>Which share of the requests is copied to whom.</summary>
internal sealed record MirrorPolicy(string Model, double Share);

/// <summary>One route, ready to be asked.</summary>
internal sealed class ModelRoute(
    string name, ModelPattern[] models, HeaderMatch[] headers, WeightedTargets targets, string[] fallbacks, bool sticky, RoutePolicy policy)
{
    // The golden ratio's fraction: multiples of it fill the line more evenly than chance does, so a share of 70 % is 70 % soon.
    private const double Step = 0.6180339887498949;

    private long _turn = Random.Shared.Next();

    public string Name { get; } = name;

    public RoutePolicy Policy { get; } = policy;

    /// <summary>Models to try when the chosen one cannot take the request.</summary>
    public ReadOnlySpan<string> Fallbacks => fallbacks;

    /// <summary>Names that clients may ask for and that no worker registers; patterns are not among them.</summary>
    public IEnumerable<string> Names => models.Where(model => !model.IsPrefix).Select(model => model.Text);

    public bool Fits(string model, IHeaderDictionary requestHeaders) =>
        (models.Length == 0 || Array.Exists(models, pattern => pattern.Fits(model)))
        && Array.TrueForAll(headers, header => header.Fits(requestHeaders));

    /// <summary>The target's model.</summary>
    /// <param name="session">The request's session, or null.</param>
    public string Choose(string? session) => targets.At(sticky && session is not null ? Place(session) : NextPlace());

    private double NextPlace() => Interlocked.Increment(ref _turn) * Step % 1;

    // The route's name is in it, so that two routes do not split sessions along the same line.
    private double Place(string session) =>
        (XxHash3.HashToUInt64(MemoryMarshal.AsBytes(session.AsSpan()), (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(Name.AsSpan()))) >> 11)
        * (1.0 / (1UL << 53));
}

/// <summary>A model's name, or the beginning of names.</summary>
internal readonly record struct ModelPattern(string Text, bool IsPrefix)
{
    public static ModelPattern Parse(string text) => text.EndsWith('*') ? new(text[..^1], true) : new(text, false);

    public bool Fits(string model) => IsPrefix ? model.StartsWith(Text, StringComparison.Ordinal) : model == Text;
}

/// <summary>Models with weights.</summary>
internal sealed class WeightedTargets
{
    private readonly string[] _models;
    private readonly double[] _upTo;

    public WeightedTargets(IEnumerable<(string Model, int Weight)> targets)
    {
        (string Model, int Weight)[] weighted = [.. targets.Where(target => target.Weight > 0)];
        _models = [.. weighted.Select(target => target.Model)];
        _upTo = new double[weighted.Length];
        double total = weighted.Sum(target => (double)target.Weight);
        double sum = 0;
        for (int i = 0; i < weighted.Length; i++)
        {
            _upTo[i] = (sum += weighted[i].Weight) / total;
        }
    }

    /// <summary>The model at a place between 0 and 1.</summary>
    public string At(double place)
    {
        int at = 0;
        while (at < _models.Length - 1 && place >= _upTo[at])
        {
            at++;
        }

        return _models[at];
    }
}
