using System.Globalization;
using System.Text.Json;
using InferenceGateway.Inference.ChatTemplates.Syntax;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Makes the outermost scope of a rendering from its input.</summary>
internal static class InputVariables
{
    /// <summary>
    /// Roles whose text is trusted: templates build special tokens from them (<c>'&lt;|' + role + '|&gt;'</c>). It is a closed set, for any
    /// other word could name a token that ends a turn.
    /// </summary>
    private static readonly HashSet<string> TrustedRoles = ["system", "developer", "user", "assistant", "tool", "function"];

    public static Frame Define(RenderContext context, ChatTemplateInput input)
    {
        try
        {
            return DefineAll(context, input);
        }
        catch (TemplateFault fault)
        {
            throw context.Locate(fault, new Position(0, 0));
        }
    }

    private static Frame DefineAll(RenderContext context, ChatTemplateInput input)
    {
        var frame = new Frame(context, null, new TextBuilder(context));
        foreach (var (name, value) in input.Variables ?? new Dictionary<string, JsonElement>())
        {
            frame.Set(name, Convert(context, value));
        }

        foreach (var (name, token) in input.SpecialTokens ?? new Dictionary<string, string>())
        {
            frame.Set(name, TextValue.Trusted(token));
        }

        SetToken(frame, "bos_token", input.BosToken);
        SetToken(frame, "eos_token", input.EosToken);
        frame.Set("messages", new ListValue([.. input.Messages.Select(message => ConvertMessage(context, message))]));
        frame.Set("tools", input.Tools is null ? NoneValue.Instance : new ListValue([.. input.Tools.Select(tool => Convert(context, tool))]));
        frame.Set("add_generation_prompt", BooleanValue.Of(input.AddGenerationPrompt));
        return frame;
    }

    private static void SetToken(Frame frame, string name, string? token)
    {
        if (token is not null)
        {
            frame.Set(name, TextValue.Trusted(token));
        }
    }

    private static Value ConvertMessage(RenderContext context, JsonElement message) =>
        message.ValueKind != JsonValueKind.Object ? Convert(context, message)
        : new DictValue(message.EnumerateObject().Select(property => KeyValuePair.Create<Value, Value>(
            TextValue.FromRequest(property.Name),
            IsTrustedRole(property) ? TextValue.Trusted(property.Value.GetString()!) : Convert(context, property.Value))));

    private static bool IsTrustedRole(JsonProperty property) =>
        property.NameEquals("role") && property.Value.ValueKind == JsonValueKind.String && TrustedRoles.Contains(property.Value.GetString()!);

    private static Value Convert(RenderContext context, JsonElement element)
    {
        context.Enter();
        Value value = element.ValueKind switch
        {
            JsonValueKind.String => TextValue.FromRequest(element.GetString()!),
            JsonValueKind.Number => ConvertNumber(element),
            JsonValueKind.True or JsonValueKind.False => BooleanValue.Of(element.GetBoolean()),
            JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(item => Convert(context, item))]),
            JsonValueKind.Object => new DictValue(element.EnumerateObject().Select(property =>
                KeyValuePair.Create<Value, Value>(TextValue.FromRequest(property.Name), Convert(context, property.Value)))),
            _ => NoneValue.Instance,
        };
        context.Leave();
        return value;
    }

    private static Value ConvertNumber(JsonElement element) =>
        Int128.TryParse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? new IntegerValue(integer)
            : new FloatValue(element.GetDouble());
}
