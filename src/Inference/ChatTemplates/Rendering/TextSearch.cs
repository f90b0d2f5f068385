namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Ordinal search that pays for what it costs.</summary>
internal static class TextSearch
{
    private const int ShortNeedleChars = 64;

    /// <summary>First place of <paramref name="needle"/> at or after <paramref name="from"/>, or -1.</summary>
    public static int Find(RenderContext context, string text, string needle, int from)
    {
        // A long text looked for in a longer one that nearly matches everywhere costs the product of their lengths: paid beforehand.
        context.ChargeText((text.Length - from) * (long)(needle.Length / ShortNeedleChars));
        var found = text.AsSpan(from).IndexOf(needle, StringComparison.Ordinal);
        context.ChargeText(found < 0 ? text.Length - from : found + needle.Length);
        return found < 0 ? -1 : from + found;
    }
}
