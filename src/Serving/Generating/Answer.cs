using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Tokenization;
using InferenceGateway.Serving.OpenAi;

namespace InferenceGateway.Serving.Generating;

/// <summary>
/// One answer as a client may see it: whole characters only, nothing of the stop token, cut at the first stop string.
/// </summary>
internal sealed class Answer(int index, StreamingDecoder decoder, IReadOnlyList<string> stops)
{
    private readonly StopStringFilter _filter = new(stops);

    /// <summary>Its number among the request's answers.</summary>
    public int Index => index;

    /// <summary>Tokens drawn, the last one included.</summary>
    public int Drawn { get; private set; }

    /// <summary>Why it ended, once it has.</summary>
    public FinishReason? Finish { get; private set; }

    /// <summary>Takes the next token and gives the text it lets out: often none, at the end the rest.</summary>
    public string Take(GeneratedToken token)
    {
        Drawn++;
        string text = _filter.Push(token.Finish == FinishReason.Stop ? "" : decoder.Push(token.Id));
        if (!_filter.Stopped && token.Finish is { } finish)
        {
            text += _filter.Push(decoder.Flush());
            text += _filter.Flush();
            Finish = finish;
        }

        Finish = _filter.Stopped ? FinishReason.Stop : Finish;
        return text;
    }
}
