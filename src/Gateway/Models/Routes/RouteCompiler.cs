using System.Text.RegularExpressions;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Models.Routes;

/// <summary>Makes routes of options, or says all that is wrong with them.</summary>
internal sealed class RouteCompiler(RoutingOptions options, SchedulingOptions? scheduling)
{
    private const int RoutesMax = 1024;
    private const int TargetsMax = 64;
    private const int FallbacksMax = 8;
    private const int NameCharsMax = 64;
    private const int WeightMax = 1_000_000;
    private const int RegexCharsMax = 512;

    private static readonly TimeSpan _timeoutMax = TimeSpan.FromHours(24);
    private static readonly TimeSpan _activityMin = TimeSpan.FromMilliseconds(100);

    /// <summary>What is wrong.</summary>
    public OptionFaults Faults { get; } = new(RoutingOptions.Section);

    /// <summary>The routes; of use only when there are no faults.</summary>
    public RouteTable Compile()
    {
        Faults.Range("Routes:Count", options.Routes.Count, 0, RoutesMax);
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new RouteTable([.. options.Routes.Select((route, index) => Compile(route, $"Routes:{index}", names))]);
    }

    private ModelRoute Compile(RouteOptions route, string at, HashSet<string> names)
    {
        if (route.Name.Length is 0 or > NameCharsMax || !names.Add(route.Name))
        {
            Faults.Add($"{at}:Name", route.Name, $"must be 1 to {NameCharsMax} characters that no other route has");
        }

        CheckModels(route.Models, $"{at}:Models");
        CheckFallbacks(route.Fallbacks, $"{at}:Fallbacks");
        HeaderMatch[] headers = [.. route.Headers.Select((header, index) => Compile(header, $"{at}:Headers:{index}"))];
        return new ModelRoute(
            route.Name,
            [.. route.Models.Select(ModelPattern.Parse)],
            headers,
            Compile(route.Targets, $"{at}:Targets"),
            [.. route.Fallbacks],
            route.Sticky,
            CompilePolicy(route, at));
    }

    private void CheckModels(IList<string> models, string at)
    {
        for (int i = 0; i < models.Count; i++)
        {
            CheckModel(models[i], $"{at}:{i}");
        }
    }

    private void CheckFallbacks(IList<string> fallbacks, string at)
    {
        Faults.Range($"{at}:Count", fallbacks.Count, 0, FallbacksMax);
        CheckModels(fallbacks, at);
    }

    private void CheckModel(string model, string option)
    {
        if (model.Length is 0 or > Limits.ModelNameCharsMax)
        {
            Faults.Add(option, model, $"must be 1 to {Limits.ModelNameCharsMax} characters");
        }
    }

    private WeightedTargets Compile(IList<RouteTargetOptions> targets, string at)
    {
        Faults.Range($"{at}:Count", targets.Count, 1, TargetsMax);
        for (int i = 0; i < targets.Count; i++)
        {
            CheckModel(targets[i].Model, $"{at}:{i}:Model");
            Faults.Range($"{at}:{i}:Weight", targets[i].Weight, 0, WeightMax);
        }

        if (targets.Count > 0 && targets.All(target => target.Weight <= 0))
        {
            Faults.Add(at, "all weights 0", "must have a target with a weight above 0");
        }

        return new WeightedTargets(targets.Select(target => (target.Model, target.Weight)));
    }

    private HeaderMatch Compile(HeaderMatchOptions header, string at)
    {
        if (header.Name.Length == 0)
        {
            Faults.Add($"{at}:Name", header.Name, "must name a header");
        }

        if (header.Value.Length > 0 && header.Regex.Length > 0)
        {
            Faults.Add($"{at}:Regex", header.Regex, "must be empty beside a Value");
        }

        return new HeaderMatch(header.Name, header.Value, header.Regex.Length == 0 ? null : CompileRegex(header.Regex, $"{at}:Regex"));
    }

    private Regex? CompileRegex(string pattern, string option)
    {
        if (pattern.Length > RegexCharsMax)
        {
            Faults.Add(option, $"{pattern.Length} characters", $"must be at most {RegexCharsMax} characters");
            return null;
        }

        try
        {
            // Without backtracking no value can make it slow.
            return new Regex($"^(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            Faults.Add(option, pattern, $"must be a regular expression without look-arounds and back-references ({fault.Message})");
            return null;
        }
    }

    private RoutePolicy CompilePolicy(RouteOptions route, string at)
    {
        Faults.Range($"{at}:Timeout", route.Timeout, TimeSpan.Zero, _timeoutMax);
        Faults.Range($"{at}:MaxTokens", route.MaxTokens, 0, long.MaxValue);
        Faults.Range($"{at}:MirrorPercent", route.MirrorPercent, 0, 100);
        if (route.ActivityTimeout != default)
        {
            Faults.Range($"{at}:ActivityTimeout", route.ActivityTimeout, _activityMin, _timeoutMax);
        }

        if (route.Profile.Length > 0 && scheduling is not null && ProfileFactory.Find(scheduling, route.Profile) is null)
        {
            Faults.Add($"{at}:Profile", route.Profile, "must name a scheduling profile");
        }

        if (route.SplitPolicy.Length > 0 && DisaggregationOptions.PolicyNamed(route.SplitPolicy) is null)
        {
            Faults.Add($"{at}:SplitPolicy", route.SplitPolicy, $"must be one of {string.Join(", ", Enum.GetNames<SplitPolicy>())}");
        }

        return new RoutePolicy(
            NullIfEmpty(route.Profile),
            DisaggregationOptions.PolicyNamed(route.SplitPolicy),
            route.Timeout > TimeSpan.Zero ? route.Timeout : null,
            route.ActivityTimeout > TimeSpan.Zero ? route.ActivityTimeout : null,
            route.MaxTokens > 0 ? route.MaxTokens : null,
            route.MirrorModel.Length > 0 && route.MirrorPercent > 0 ? new MirrorPolicy(route.MirrorModel, route.MirrorPercent / 100) : null);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
