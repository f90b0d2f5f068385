using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>What sorting filters compare: the item or its attribute, strings in lower case unless case matters.</summary>
internal sealed class SortKey(RenderContext context, bool caseSensitive, Value? attribute)
{
    public Value Of(Value item)
    {
        var value = attribute is null ? item : AttributePath.Read(context, item, attribute);
        return caseSensitive || value is not TextValue text ? value : TextOperations.Map(context, text, t => t.ToLowerInvariant());
    }

    public int Compare(Value left, Value right) => Comparison.Compare(context, "<", Of(left), Of(right));

    /// <summary>Sorts stably, downwards too: equal items keep their order.</summary>
    public List<Value> Sort(IReadOnlyList<Value> items, bool descending)
    {
        var keyed = items.Select(item => (Key: Of(item), Item: item)).ToList();
        var order = Comparer<Value>.Create((a, b) =>
        {
            context.Charge(1);
            return Comparison.Compare(context, "<", a, b);
        });
        try
        {
            return [.. (descending ? keyed.OrderByDescending(k => k.Key, order) : keyed.OrderBy(k => k.Key, order)).Select(k => k.Item)];
        }
        catch (InvalidOperationException sorting) when (sorting.InnerException is TemplateFault fault)
        {
            throw fault;
        }
    }
}
