using System.Text.Json;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Inference.StructuredOutput;
using InferenceGateway.Serving.Generating;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>Reads <c>response_format</c> and compiles what it asks for, before anything is reserved.</summary>
internal sealed class ResponseFormatReader(ServedModel model)
{
    /// <summary>The grammar an answer must follow; null for free text.</summary>
    /// <exception cref="OpenAiException">400: an unknown type, or a schema that cannot be enforced; the message names the place in it.</exception>
    public StructuredGrammar? Read(JsonFields fields, CancellationToken cancellation)
    {
        if (fields.Object("response_format") is not { } format)
        {
            return null;
        }

        string type = format.Text("type") ?? throw format.Fault("type", "'response_format.type' is required.", "missing_required_parameter");
        return type switch
        {
            "text" => null,
            "json_object" => model.JsonObjects,
            "json_schema" => Compile(format, cancellation),
            _ => throw format.Fault("type", $"'response_format.type' is '{type}'; it must be one of text, json_object, json_schema.", "invalid_value"),
        };
    }

    private StructuredGrammar Compile(JsonFields format, CancellationToken cancellation)
    {
        JsonFields named = format.Object("json_schema")
            ?? throw format.Fault("json_schema", "'response_format.json_schema' is required.", "missing_required_parameter");
        JsonElement schema = named.Find("schema") ?? throw named.Fault("schema", "'response_format.json_schema.schema' is required.", "missing_required_parameter");
        try
        {
            return model.Structured.CompileJsonSchema(schema, cancellation);
        }
        catch (StructuredOutputException fault)
        {
            throw named.Fault("schema", $"'response_format.json_schema.schema' cannot be enforced: {fault.Message}", "invalid_json_schema");
        }
    }
}
