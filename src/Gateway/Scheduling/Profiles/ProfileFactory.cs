namespace InferenceGateway.Gateway.Scheduling.Profiles;

/// <summary>Makes profiles of their configuration, which was checked before. Every profile has plug-ins, and memories, of its own.</summary>
internal sealed class ProfileFactory(SchedulingOptions options, PluginServices services, IReadOnlyList<IWorkerFilter> always)
{
    // Without these two a request could go where it can never be served.
    private static readonly string[] _always = ["role", "draining"];

    /// <exception cref="ArgumentException">There is no profile, or no plug-in, of a name.</exception>
    public SchedulingProfile Create(string name)
    {
        ProfileOptions profile = Find(options, name) ?? throw new ArgumentException($"There is no scheduling profile '{name}'.", nameof(name));
        ProfileOptions fallback = BuiltInProfiles.Find(BuiltInProfiles.Default)!;
        return new SchedulingProfile(name, Create(profile.Prefill ?? fallback.Prefill!), Create(profile.Decode ?? fallback.Decode!));
    }

    public static ProfileOptions? Find(SchedulingOptions options, string name) =>
        BuiltInProfiles.Find(name) ?? options.Profiles.FirstOrDefault(own => string.Equals(own.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private RoleProfile Create(RoleProfileOptions part) => new(
        [
            .. _always.Concat(part.Filters.Except(_always, StringComparer.OrdinalIgnoreCase)).Select(name => Get(PluginCatalog.Filters, name)),
            .. always,
        ],
        [.. part.Scorers.Select(scorer => new WeightedScorer(Get(PluginCatalog.Scorers, scorer.Key), scorer.Value))],
        Get(PluginCatalog.Pickers, part.Picker));

    private T Get<T>(IReadOnlyDictionary<string, Func<PluginServices, T>> kinds, string name) => kinds.TryGetValue(name, out Func<PluginServices, T>? create)
        ? create(services)
        : throw new ArgumentException($"There is no scheduling plug-in '{name}'.", nameof(name));
}
