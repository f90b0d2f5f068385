using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>A filter: the value before the bar, and the arguments in brackets.</summary>
internal delegate Value Filter(RenderContext context, Value input, Arguments arguments);

/// <summary>All filters by name.</summary>
internal static class Filters
{
    private static readonly Dictionary<string, Filter> ByName = new(
        [.. TextFilters.All, .. SequenceFilters.All, .. SelectionFilters.All, .. NumberFilters.All], StringComparer.Ordinal);

    public static Filter? Find(string name) => ByName.GetValueOrDefault(name);

    public static Filter Require(string name) =>
        Find(name) ?? throw TemplateFault.Evaluation($"there is no filter '{name}'");
}
