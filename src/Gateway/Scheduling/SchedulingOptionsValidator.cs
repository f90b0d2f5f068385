using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Scheduling;

internal sealed class SchedulingOptionsValidator : IValidateOptions<SchedulingOptions>
{
    public ValidateOptionsResult Validate(string? name, SchedulingOptions options)
    {
        var faults = new OptionFaults(SchedulingOptions.Section);
        CheckProfiles(faults, options);
        if (WorkerLabels.TryParse(options.Labels) is null)
        {
            faults.Add(nameof(options.Labels), options.Labels, "must read name=value,name=value");
        }

        CheckRanges(faults, options);
        return faults.ToResult();
    }

    private static void CheckRanges(OptionFaults faults, SchedulingOptions options)
    {
        faults.Range(nameof(options.FirstTokenGoal), options.FirstTokenGoal, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        faults.Range(nameof(options.TokenGoal), options.TokenGoal, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        faults.Range(nameof(options.WorkWeight), options.WorkWeight, 1, 100);
        faults.Range(nameof(options.DecodeShare), options.DecodeShare, 0, 1);
        faults.Range(nameof(options.OverloadWaitingMax), options.OverloadWaitingMax, 0, 100_000);
        faults.Range(nameof(options.OverloadKvUseMax), options.OverloadKvUseMax, 0, 1);
        faults.Range(nameof(options.EngineAgeMax), options.EngineAgeMax, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        faults.Range(nameof(options.SessionsMax), options.SessionsMax, 2, 100_000_000);
        faults.Range(nameof(options.SessionLifetime), options.SessionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));
        faults.Range(nameof(options.RememberedBlocksMax), options.RememberedBlocksMax, 2, 100_000_000);
        faults.Range(nameof(options.ShadowShare), options.ShadowShare, 0, 1);
    }

    private static void CheckProfiles(OptionFaults faults, SchedulingOptions options)
    {
        CheckName(faults, options, nameof(options.Profile), options.Profile);
        for (int i = 0; i < options.Shadow.Count; i++)
        {
            CheckName(faults, options, $"{nameof(options.Shadow)}:{i}", options.Shadow[i]);
        }

        foreach ((string name, ProfileOptions profile) in options.Profiles)
        {
            if (BuiltInProfiles.Find(name) is not null)
            {
                faults.Add($"{nameof(options.Profiles)}:{name}", name, "must have a name that no built-in profile has");
            }

            CheckPart(faults, $"{nameof(options.Profiles)}:{name}:{nameof(profile.Prefill)}", profile.Prefill);
            CheckPart(faults, $"{nameof(options.Profiles)}:{name}:{nameof(profile.Decode)}", profile.Decode);
        }
    }

    private static void CheckName(OptionFaults faults, SchedulingOptions options, string option, string name)
    {
        if (ProfileFactory.Find(options, name) is null)
        {
            faults.Add(option, name, $"must be one of {Words(BuiltInProfiles.Names.Concat(options.Profiles.Keys))}");
        }
    }

    private static void CheckPart(OptionFaults faults, string place, RoleProfileOptions? part)
    {
        if (part is null)
        {
            return;
        }

        for (int i = 0; i < part.Filters.Count; i++)
        {
            CheckKnown(faults, $"{place}:{nameof(part.Filters)}:{i}", part.Filters[i], PluginCatalog.Filters.Keys);
        }

        foreach ((string scorer, double weight) in part.Scorers)
        {
            string option = $"{place}:{nameof(part.Scorers)}:{scorer}";
            CheckKnown(faults, option, scorer, PluginCatalog.Scorers.Keys);
            // Not a number lies in no range, and compares as lower than all.
            faults.Range(option, weight, 0, SchedulingOptions.WeightMax);
        }

        CheckKnown(faults, $"{place}:{nameof(part.Picker)}", part.Picker, PluginCatalog.Pickers.Keys);
    }

    private static void CheckKnown(OptionFaults faults, string option, string name, IReadOnlyCollection<string> known)
    {
        if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(option, name, $"must be one of {Words(known)}");
        }
    }

    private static string Words(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal));
}
