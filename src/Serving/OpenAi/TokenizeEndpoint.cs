using System.Text.Encodings.Web;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.OpenAi.Requests;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Serving.OpenAi;

/// <summary>Answers <c>/tokenize</c> and <c>/detokenize</c>, in vLLM's shapes: a prompt or a conversation to ids, ids to text.</summary>
internal sealed class TokenizeEndpoint(ServedModel model)
{
    public async Task TokenizeAsync(HttpContext context)
    {
        using PooledBody body = await PooledBody.ReadAsync(context.Request, context.RequestAborted);
        using JsonDocument document = RequestJson.Parse(body.Memory);
        JsonFields fields = new(document.RootElement);
        CheckModel(fields);
        bool withTexts = fields.Flag("return_token_strs") ?? false;
        int[] tokens = fields.Find("messages") is null
            ? model.EncodeText(fields.Text("prompt") ?? throw fields.Fault("prompt", "'prompt' or 'messages' is required.", "missing_required_parameter"))
            : model.EncodeChat(MessageReader.Read(fields), tools: null, context.RequestAborted);
        await WriteAsync(context, json =>
        {
            json.WriteNumber("count"u8, tokens.Length);
            json.WriteNumber("max_model_len"u8, model.ContextLength);
            json.WriteStartArray("tokens"u8);
            Array.ForEach(tokens, json.WriteNumberValue);
            json.WriteEndArray();
            if (withTexts)
            {
                json.WriteStartArray("token_strs"u8);
                Array.ForEach(tokens, token => json.WriteStringValue(model.TokenText(token)));
                json.WriteEndArray();
            }
        });
    }

    public async Task DetokenizeAsync(HttpContext context)
    {
        using PooledBody body = await PooledBody.ReadAsync(context.Request, context.RequestAborted);
        using JsonDocument document = RequestJson.Parse(body.Memory);
        JsonFields fields = new(document.RootElement);
        CheckModel(fields);
        JsonElement list = fields.List("tokens") ?? throw fields.Fault("tokens", "'tokens' is required.", "missing_required_parameter");
        string text = model.Decode(PromptReader.Tokens(fields, "tokens", list, model.VocabularySize), skipSpecialTokens: false);
        await WriteAsync(context, json => json.WriteString("prompt"u8, text));
    }

    /// <summary>The model's name may be left out: a worker has one.</summary>
    private void CheckModel(JsonFields fields)
    {
        if (fields.Text("model") is { } name && name != model.Name)
        {
            throw new OpenAiException(OpenAiError.ModelNotFound(name.Length <= Limits.ModelNameCharsMax ? name : name[..Limits.ModelNameCharsMax]));
        }
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter json = new(
            context.Response.BodyWriter, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }
}
