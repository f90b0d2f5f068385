using System.Text.Json;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.Hosting;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Serving.OpenAi;

/// <summary>Answers <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>.</summary>
internal sealed class ModelsEndpoint(ServedModel model, WorkerIdentity worker)
{
    public Task ListAsync(HttpContext context) => WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        WriteModel(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public Task GetAsync(HttpContext context, string id) => id == model.Name
        ? WriteAsync(context, WriteModel)
        : throw new OpenAiException(OpenAiError.ModelNotFound(id));

    private void WriteModel(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.Name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, worker.Started.ToUnixTimeSeconds());
        json.WriteString("owned_by"u8, "inference-gateway"u8);
        json.WriteNumber("max_model_len"u8, model.ContextLength);
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter);
        write(json);
    }
}
