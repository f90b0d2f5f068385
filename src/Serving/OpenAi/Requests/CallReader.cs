using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.KvFabric.Prompts;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.OpenAi.Tools;
using InferenceGateway.Serving.Publishing;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>Turns a request body into a <see cref="CompletionCall"/>, or says what is wrong with it.</summary>
internal sealed class CallReader(ServedModel model)
{
    private const int TextMaxTokensDefault = 16;

    private readonly PromptReader _prompts = new(model);
    private readonly ResponseFormatReader _formats = new(model);
    private readonly ToolsReader _tools = new(model);

    public CompletionCall Read(CompletionKind kind, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using JsonDocument document = RequestJson.Parse(body);
        JsonFields fields = new(document.RootElement);
        string name = ModelName(fields);
        UnsupportedFields.Refuse(fields);
        bool stream = fields.Flag("stream") ?? false;
        int? maxTokens = MaxTokens(fields, kind);
        IReadOnlyList<JsonElement>? tools = ToolsReader.Definitions(fields, kind);
        CompletionCall call = new()
        {
            Kind = kind,
            Model = name,
            Stream = stream,
            IncludeUsage = (fields.Object("stream_options")?.Flag("include_usage") ?? false) && stream,
            Sampling = SamplingReader.Read(fields, model.VocabularySize),
            StopStrings = StopReader.Strings(fields),
            StopTokens = StopReader.Tokens(fields, model),
            MinTokens = fields.Integer("min_tokens", 0, int.MaxValue) ?? 0,
            AnswersPerPrompt = fields.Integer("n", 1, Limits.ChoicesMax) ?? 1,
            TopLogprobs = LogprobsReader.Read(fields, kind),
            Grammar = _formats.Read(fields, cancellation),
            Tools = _tools.Read(fields, tools, cancellation),
            CacheSalt = CacheSalt(fields),
            Echo = kind == CompletionKind.Text && (fields.Flag("echo") ?? false),
            Prompts = kind == CompletionKind.Chat ? [model.EncodeChat(MessageReader.Read(fields), tools, cancellation)] : _prompts.Read(fields),
            Text = PromptText.None,
            MaxTokens = 0,
        };
        CheckAnswers(fields, call);
        return call with { MaxTokens = FitContext(fields, call, maxTokens), Text = Text(fields, call) };
    }

    private string ModelName(JsonFields fields)
    {
        string name = fields.Text("model") ?? throw fields.Fault("model", "'model' is required.", "missing_required_parameter");
        return name == model.Name ? name : throw new OpenAiException(OpenAiError.ModelNotFound(Shorten(name)));
    }

    private static int? MaxTokens(JsonFields fields, CompletionKind kind)
    {
        int? older = fields.Integer("max_tokens", 1, int.MaxValue);
        return kind == CompletionKind.Chat ? fields.Integer("max_completion_tokens", 1, int.MaxValue) ?? older : older;
    }

    private static string? CacheSalt(JsonFields fields)
    {
        string? salt = fields.Text("cache_salt");
        bool good = salt is null || (salt.Length is > 0 and <= Limits.CacheSaltCharsMax && !salt.AsSpan().ContainsAnyExceptInRange(' ', '~'));
        return good
            ? salt
            : throw fields.Fault("cache_salt", $"'cache_salt' must have 1 to {Limits.CacheSaltCharsMax} printable ASCII characters.", "invalid_value");
    }

    // As gateways read it: scoped by the name that this worker registers, over the fields as they are written.
    private PromptText Text(JsonFields fields, CompletionCall call) =>
        call.Prompts.Count == 1 && fields.Find(call.Kind == CompletionKind.Chat ? "messages" : "prompt") is { } prompt
            ? PromptText.Of(new PromptScope(model.Name, "", call.CacheSalt ?? ""), fields.Written("tools"), prompt)
            : PromptText.None;

    private static void CheckAnswers(JsonFields fields, CompletionCall call)
    {
        int answers = call.Prompts.Count * call.AnswersPerPrompt;
        if (answers > Limits.ChoicesMax)
        {
            throw fields.Fault("n", $"{call.Prompts.Count} prompts with 'n' {call.AnswersPerPrompt} make {answers} answers; at most {Limits.ChoicesMax} are given.", "out_of_range");
        }

        if (call.Grammar is not null && call.Tools is not null)
        {
            throw fields.Fault("response_format", "'response_format' cannot be held together with 'tools'; set 'tool_choice' to none.", "invalid_value");
        }

        if (call.Tools is not null && (call.MinTokens > 0 || fields.Flag("ignore_eos") == true))
        {
            throw fields.Fault("tools", "'tools' cannot be held together with 'min_tokens' or 'ignore_eos': a call ends where it ends.", "invalid_value");
        }

        if (call.Grammar is not null && (call.MinTokens > 0 || fields.Flag("ignore_eos") == true))
        {
            throw fields.Fault("response_format", "'response_format' cannot be held together with 'min_tokens' or 'ignore_eos': a document ends where it ends.", "invalid_value");
        }

        if (call.Echo && call.TopLogprobs is not null)
        {
            throw fields.Fault("echo", "'echo' together with 'logprobs' is not supported by this server.", "unsupported_parameter");
        }
    }

    private int FitContext(JsonFields fields, CompletionCall call, int? maxTokens)
    {
        int prompt = call.Prompts.Max(tokens => tokens.Length);
        int room = model.ContextLength - prompt;
        if (room < 1)
        {
            string field = call.Kind == CompletionKind.Chat ? "messages" : "prompt";
            throw fields.Fault(
                field,
                $"This model's context is {model.ContextLength} tokens, but the prompt has {prompt}; at least one must be left for the answer.",
                "context_length_exceeded");
        }

        if (maxTokens > room)
        {
            throw fields.Fault(
                "max_tokens",
                $"This model's context is {model.ContextLength} tokens, but the prompt's {prompt} and max_tokens {maxTokens} make {(long)prompt + maxTokens}.",
                "context_length_exceeded");
        }

        int most = maxTokens ?? (call.Kind == CompletionKind.Chat ? room : Math.Min(room, TextMaxTokensDefault));
        return call.MinTokens <= most
            ? most
            : throw fields.Fault("min_tokens", $"'min_tokens' is {call.MinTokens}; the answer may have at most {most}.", "out_of_range");
    }

    private static string Shorten(string name) =>
        name.Length <= Limits.ModelNameCharsMax ? name : name[..Limits.ModelNameCharsMax];
}
