using System.Text.Json;
using InferenceGateway.Inference.ChatTemplates.Syntax;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Makes the outermost scope of a rendering from its input.</summary>
internal static class InputVariables
{
    public static Frame Define(RenderContext context, ChatTemplateInput input, bool readsContentParts)
    {
        try
        {
            return DefineAll(context, input, new MessageReader(context, readsContentParts));
        }
        catch (TemplateFault fault)
        {
            throw context.Locate(fault, new Position(0, 0));
        }
    }

    private static Frame DefineAll(RenderContext context, ChatTemplateInput input, MessageReader reader)
    {
        var frame = new Frame(context, null, new TextBuilder(context));
        foreach (var (name, value) in input.Variables ?? new Dictionary<string, JsonElement>())
        {
            frame.Set(name, JsonValues.Read(context, value));
        }

        foreach (var (name, token) in input.SpecialTokens ?? new Dictionary<string, string>())
        {
            frame.Set(name, TextValue.Trusted(token));
        }

        SetToken(frame, "bos_token", input.BosToken);
        SetToken(frame, "eos_token", input.EosToken);
        frame.Set("messages", new ListValue([.. input.Messages.Select(reader.Read)]));
        frame.Set("tools", input.Tools is null ? NoneValue.Instance : new ListValue([.. input.Tools.Select(tool => JsonValues.Read(context, tool))]));
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
}
