using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Json;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>The tokens that the model wants around a text.</summary>
internal sealed record Surroundings(IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    private const string Served = "TemplateProcessing, ByteLevel, Sequence";

    /// <summary>Reads <c>post_processor</c>.</summary>
    public static Surroundings Read(JsonField processor)
    {
        if (processor.IsAbsent)
        {
            return new Surroundings([], []);
        }

        switch (processor["type"].Text())
        {
            case "TemplateProcessing":
                return ReadTemplate(processor);
            case "ByteLevel":
                // Changes offsets, which nobody asks for here.
                return new Surroundings([], []);
            case "Sequence":
                return processor["processors"].Items(Limits.TokenizerStepsMax).Select(Read)
                    .Aggregate(new Surroundings([], []), (inner, outer) =>
                        new Surroundings([.. outer.Before, .. inner.Before], [.. inner.After, .. outer.After]));
            default:
                throw processor["type"].NotServed(Served);
        }
    }

    private static Surroundings ReadTemplate(JsonField processor)
    {
        List<int> before = [];
        List<int> after = [];
        bool textSeen = false;
        foreach (JsonField piece in processor["single"].Items(Limits.TokenizerStepsMax))
        {
            if (piece["SpecialToken"].IsAbsent)
            {
                textSeen = textSeen || piece["Sequence"]["id"].Text() != "A"
                    ? throw piece.Refused("should name the text A, once")
                    : true;
                continue;
            }

            JsonField token = processor["special_tokens"][piece["SpecialToken"]["id"].Text()];
            IEnumerable<int> ids = token["ids"].Items(Limits.TokenizerStepsMax)
                .Select(id => id.Number(0, Limits.TokenizerVocabularyMax - 1));
            (textSeen ? after : before).AddRange(token.IsAbsent ? throw piece.Refused("names a token that special_tokens lacks") : ids);
        }

        return textSeen ? new Surroundings(before, after) : throw processor["single"].Refused("does not name the text A");
    }
}
