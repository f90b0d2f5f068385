using System.Globalization;
using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>The <c>attribute</c> argument of filters: a name, a number, or several of them between dots.</summary>
internal static class AttributePath
{
    public static Value Read(RenderContext context, Value target, Value path)
    {
        if (path is not TextValue text)
        {
            return Lookup.Element(context, target, path);
        }

        foreach (var part in text.Text.Split('.'))
        {
            context.Charge(1);
            target = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? Lookup.Element(context, target, new IntegerValue(index))
                : Lookup.Element(context, target, TextValue.Trusted(part));
        }

        return target;
    }
}
