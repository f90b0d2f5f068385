using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Discovery.Engines;

internal sealed class EnginesOptionsValidator : IValidateOptions<EnginesOptions>
{
    private const int IdCharsMax = 128;

    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _most = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, EnginesOptions options)
    {
        var faults = new OptionFaults(EnginesOptions.Section);
        faults.Range(nameof(options.ScrapeInterval), options.ScrapeInterval, _least, _most);
        faults.Range(nameof(options.ScrapeTimeout), options.ScrapeTimeout, _least, _most);
        faults.Range(nameof(options.FailuresToLeave), options.FailuresToLeave, 1, 1000);
        faults.Range($"{nameof(options.List)}:Count", options.List.Count, 0, Limits.WorkersMax);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < options.List.Count; i++)
        {
            Check(faults, options.List[i], $"{nameof(options.List)}:{i}:", ids);
        }

        CheckDialects(faults, options.List);
        return faults.ToResult();
    }

    private static void Check(OptionFaults faults, EngineOptions engine, string at, HashSet<string> ids)
    {
        if (engine.Id.Length is 0 or > IdCharsMax || !WorkerEndpoint.IsId(engine.Id) || !ids.Add(engine.Id))
        {
            faults.Add(at + nameof(engine.Id), engine.Id, $"must be 1 to {IdCharsMax} of A-Za-z0-9-._:/@, and no other engine's");
        }

        CheckUrl(faults, at + nameof(engine.Url), engine.Url);
        if (engine.MetricsUrl is not ("" or EngineRegistry.NoMetrics))
        {
            CheckUrl(faults, at + nameof(engine.MetricsUrl), engine.MetricsUrl);
        }

        if (engine.Model.Length is 0 or > Limits.ModelNameCharsMax)
        {
            faults.Add(at + nameof(engine.Model), engine.Model, $"must be 1 to {Limits.ModelNameCharsMax} characters");
        }

        CheckWords(faults, engine, at);
        faults.Range(at + nameof(engine.Slots), engine.Slots, 1, 100_000);
        faults.Range(at + nameof(engine.ContextLength), engine.ContextLength, 16, 100_000_000);
        faults.Range(at + nameof(engine.BootstrapPort), engine.BootstrapPort, 1, 65_535);
        if (engine.ApiKeyFile.Length > 0 && !File.Exists(engine.ApiKeyFile))
        {
            faults.Add(at + nameof(engine.ApiKeyFile), engine.ApiKeyFile, "must be a file");
        }
    }

    private static void CheckWords(OptionFaults faults, EngineOptions engine, string at)
    {
        if (!Enum.TryParse(engine.Dialect, ignoreCase: true, out EngineDialect dialect) || dialect == EngineDialect.Native || !Enum.IsDefined(dialect))
        {
            faults.Add(at + nameof(engine.Dialect), engine.Dialect, $"must be one of {string.Join(", ", Enum.GetNames<EngineDialect>().Skip(1))}");
        }

        if (!Enum.TryParse(engine.Role, ignoreCase: true, out WorkerRole role) || !Enum.IsDefined(role))
        {
            faults.Add(at + nameof(engine.Role), engine.Role, $"must be one of {string.Join(", ", Enum.GetNames<WorkerRole>())}");
        }

        if (WorkerLabels.TryParse(engine.Labels) is null)
        {
            faults.Add(at + nameof(engine.Labels), engine.Labels, "must have the form name=value,name=value");
        }
    }

    private static void CheckUrl(OptionFaults faults, string option, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            faults.Add(option, url, "must be an absolute http or https URL without user and password");
        }
    }

    // A hand-off between two engines needs one language.
    private static void CheckDialects(OptionFaults faults, IList<EngineOptions> engines)
    {
        foreach (IGrouping<string, EngineOptions> model in engines.GroupBy(engine => engine.Model, StringComparer.Ordinal))
        {
            string[] dialects = [.. model.Select(engine => engine.Dialect).Distinct(StringComparer.OrdinalIgnoreCase)];
            if (dialects.Length > 1)
            {
                faults.Add($"List[{model.Key}]:Dialect", string.Join(", ", dialects), "must be the same for all engines of a model");
            }
        }
    }
}
