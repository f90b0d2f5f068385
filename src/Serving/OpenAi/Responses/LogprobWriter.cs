using System.Text;
using System.Text.Json;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.OpenAi.Requests;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>A token of an answer with its log probabilities and the place in the answer's text where it begins.</summary>
internal readonly record struct LoggedToken(int Id, TokenLogprobs Logprobs, int TextOffset);

/// <summary>Writes <c>logprobs</c> in the two shapes that OpenAI's two endpoints have.</summary>
internal sealed class LogprobWriter(ServedModel model, CompletionKind kind)
{
    /// <summary>Writes the property; null if the request did not ask.</summary>
    public void Write(Utf8JsonWriter json, IReadOnlyList<LoggedToken>? tokens)
    {
        if (tokens is null)
        {
            json.WriteNull("logprobs"u8);
        }
        else if (kind == CompletionKind.Chat)
        {
            WriteChat(json, tokens);
        }
        else
        {
            WriteText(json, tokens);
        }
    }

    private void WriteChat(Utf8JsonWriter json, IReadOnlyList<LoggedToken> tokens)
    {
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        foreach (LoggedToken token in tokens)
        {
            json.WriteStartObject();
            WriteToken(json, token.Id, token.Logprobs.Logprob);
            json.WriteStartArray("top_logprobs"u8);
            foreach (TokenLogprob top in token.Logprobs.Top)
            {
                json.WriteStartObject();
                WriteToken(json, top.Id, top.Logprob);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    private void WriteToken(Utf8JsonWriter json, int id, float logprob)
    {
        json.WriteString("token"u8, Text(id));
        json.WriteNumber("logprob"u8, Finite(logprob));
        json.WriteStartArray("bytes"u8);
        foreach (byte value in model.TokenBytes(id))
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private void WriteText(Utf8JsonWriter json, IReadOnlyList<LoggedToken> tokens)
    {
        json.WriteStartObject("logprobs"u8);
        WriteArray(json, "tokens"u8, tokens, token => json.WriteStringValue(Text(token.Id)));
        WriteArray(json, "token_logprobs"u8, tokens, token => json.WriteNumberValue(Finite(token.Logprobs.Logprob)));
        WriteArray(json, "top_logprobs"u8, tokens, token =>
        {
            json.WriteStartObject();
            foreach (IGrouping<string, TokenLogprob> same in token.Logprobs.Top.GroupBy(top => Text(top.Id)))
            {
                // Tokens that are parts of a character share a text; the likeliest of them stands for it.
                json.WriteNumber(same.Key, Finite(same.First().Logprob));
            }

            json.WriteEndObject();
        });
        WriteArray(json, "text_offset"u8, tokens, token => json.WriteNumberValue(token.TextOffset));
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<LoggedToken> tokens, Action<LoggedToken> write)
    {
        json.WriteStartArray(name);
        foreach (LoggedToken token in tokens)
        {
            write(token);
        }

        json.WriteEndArray();
    }

    private string Text(int id) => Encoding.UTF8.GetString(model.TokenBytes(id));

    /// <summary>JSON has no infinity; OpenAI writes -9999 for what cannot come.</summary>
    private static float Finite(float logprob) => float.IsFinite(logprob) ? logprob : -9999f;
}
