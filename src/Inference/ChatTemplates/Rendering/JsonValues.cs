using System.Globalization;
using System.Text.Json;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Turns a request's JSON into values; all text in it is marked as the request's.</summary>
internal static class JsonValues
{
    public static Value Read(RenderContext context, JsonElement element)
    {
        context.Enter();
        Value value = element.ValueKind switch
        {
            JsonValueKind.String => TextValue.FromRequest(element.GetString()!),
            JsonValueKind.Number => ReadNumber(element),
            JsonValueKind.True or JsonValueKind.False => BooleanValue.Of(element.GetBoolean()),
            JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(item => Read(context, item))]),
            JsonValueKind.Object => ReadObject(element, property => Read(context, property.Value)),
            _ => NoneValue.Instance,
        };
        context.Leave();
        return value;
    }

    /// <summary>An object whose values are read by <paramref name="read"/>.</summary>
    public static DictValue ReadObject(JsonElement element, Func<JsonProperty, Value> read) => new(
        element.EnumerateObject().Select(property => KeyValuePair.Create<Value, Value>(TextValue.FromRequest(property.Name), read(property))));

    private static Value ReadNumber(JsonElement element) =>
        Int128.TryParse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? new IntegerValue(integer)
            : new FloatValue(element.GetDouble());
}
