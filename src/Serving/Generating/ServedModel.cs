using System.Text.Json;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Inference.ChatTemplates;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.StructuredOutput;
using InferenceGateway.Inference.Tokenization;
using InferenceGateway.Serving.OpenAi.Tools;

namespace InferenceGateway.Serving.Generating;

/// <summary>The text side of the model this worker serves: its name, tokenizer, chat template and bounds.</summary>
internal sealed class ServedModel(string name, ModelConfig config, string hash, int vocabulary, int contextLength, ITextTokenizer tokenizer, ModelChatTemplates? templates, TimeProvider time)
{
    private readonly Lazy<StructuredOutputCompiler> _structured = new(
        () => new StructuredOutputCompiler(TokenVocabulary.Create(tokenizer, config.StopTokens), StructuredOutputLimits.Default, time));

    private readonly Lock _gate = new();
    private StructuredGrammar? _jsonObjects;
    private TextTrigger? _toolCalls;

    /// <summary>As clients write it.</summary>
    public string Name => name;

    /// <summary>Identity of graph, weights and tokenizer.</summary>
    public string Hash => hash;

    /// <summary>Width of the logits.</summary>
    public int VocabularySize => vocabulary;

    /// <summary>Most tokens of prompt and answer together.</summary>
    public int ContextLength => contextLength;

    /// <summary>Tokens that end an answer.</summary>
    public IReadOnlyList<int> StopTokens => config.StopTokens;

    /// <summary>Compiles grammars over this model's tokens.</summary>
    public StructuredOutputCompiler Structured => _structured.Value;

    /// <summary>Any JSON object.</summary>
    public StructuredGrammar JsonObjects
    {
        get
        {
            lock (_gate)
            {
                return _jsonObjects ??= Structured.CompileJsonObject();
            }
        }
    }

    /// <summary>The text with which an answer begins to call tools.</summary>
    public TextTrigger ToolCalls
    {
        get
        {
            lock (_gate)
            {
                return _toolCalls ??= new TextTrigger(Structured.Vocabulary, ToolCallFormat.Open);
            }
        }
    }

    /// <summary>Renders and encodes a conversation. Special tokens are read only where the template wrote them, never in a message.</summary>
    /// <exception cref="OpenAiException">The template refuses the conversation, or the model has none.</exception>
    public int[] EncodeChat(IReadOnlyList<JsonElement> messages, IReadOnlyList<JsonElement>? tools, CancellationToken cancellation)
    {
        if (templates is null)
        {
            throw new OpenAiException(OpenAiError.Invalid(
                $"The model '{name}' has no chat template; use /v1/completions.", code: "unsupported_endpoint"));
        }

        try
        {
            RenderedPrompt prompt = templates.Render(new ChatTemplateInput { Messages = messages, Tools = tools, AddGenerationPrompt = true }, cancellation);
            return tokenizer.Encode(prompt.Text, addSpecialTokens: false, prompt.IsTrusted);
        }
        catch (ChatTemplateException fault) when (fault.IsClientFault)
        {
            throw new OpenAiException(OpenAiError.Invalid(fault.Detail, "messages", "invalid_value"));
        }
    }

    /// <summary>Encodes a bare prompt, with the model's beginning token.</summary>
    public int[] EncodeText(string text) => tokenizer.Encode(text, addSpecialTokens: true, parseSpecialTokens: false);

    /// <summary>A decoder for one answer.</summary>
    public StreamingDecoder StartDecoding() => tokenizer.StartDecoding(skipSpecialTokens: true);

    /// <summary>The text of some tokens.</summary>
    public string Decode(ReadOnlySpan<int> tokens, bool skipSpecialTokens) => tokenizer.Decode(tokens, skipSpecialTokens);

    /// <summary>A token's spelling in the tokenizer's file.</summary>
    public string TokenText(int token) => tokenizer.TokenText(token);

    /// <summary>The bytes a token stands for.</summary>
    public ReadOnlySpan<byte> TokenBytes(int token) => tokenizer.TokenBytes(token);
}
