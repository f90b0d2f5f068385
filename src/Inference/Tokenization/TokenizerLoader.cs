using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Bpe;
using InferenceGateway.Inference.Tokenization.Decoding;
using InferenceGateway.Inference.Tokenization.Json;
using InferenceGateway.Inference.Tokenization.Normalizers;
using InferenceGateway.Inference.Tokenization.PreTokenizers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>Loads the tokenizer of a model folder.</summary>
public static class TokenizerLoader
{
    private const string TokenizerFile = "tokenizer.json";
    private const string ConfigFile = "tokenizer_config.json";

    /// <summary>Reads <c>tokenizer.json</c> and, if it is there, <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="logger">Told what was loaded, and which settings are ignored.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="FileNotFoundException">The folder has no <c>tokenizer.json</c>.</exception>
    /// <exception cref="TokenizerFormatException">
    /// A file is not valid, too large, or asks for something that is not supported; the message names the file, the place
    /// in it and the value.
    /// </exception>
    public static ITextTokenizer Load(string folder, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = Path.Combine(folder, TokenizerFile);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The model folder '{folder}' has no {TokenizerFile}.", path);
        }

        using JsonDocument document = Parse(path);
        string configPath = Path.Combine(folder, ConfigFile);
        using JsonDocument? config = File.Exists(configPath) ? Parse(configPath) : null;
        return Build(
            new JsonField(document.RootElement, path, "$"),
            new JsonField(config?.RootElement ?? default, configPath, "$"),
            path,
            logger ?? NullLogger.Instance);
    }

    private static TextTokenizer Build(JsonField root, JsonField config, string path, ILogger logger)
    {
        foreach (string setting in (string[])["truncation", "padding"])
        {
            if (!root[setting].IsAbsent)
            {
                logger.SettingIgnored(path, setting);
            }
        }

        var preTokenizerReader = new PreTokenizerReader();
        IPreTokenizer preTokenizer = preTokenizerReader.Read(root["pre_tokenizer"]);
        Dictionary<string, int> modelTokens = Vocabulary.Read(root["model"]["vocab"]);
        List<AddedToken> addedTokens = AddedToken.ReadAll(root["added_tokens"], modelTokens);
        BpeRules rules = BpeReader.Read(root["model"], modelTokens, addedTokens, preTokenizerReader.IsByteLevel);
        var vocabulary = new Vocabulary(modelTokens, addedTokens);
        SpecialTokens roles = TokenizerConfigReader.ReadRoles(config, vocabulary);
        logger.Loaded(path, vocabulary.Size, addedTokens.Count, rules.IsByteLevel);
        return new TextTokenizer(addedTokens, new NormalizerReader().Read(root["normalizer"]))
        {
            PreTokenizer = preTokenizer,
            Model = new BpeModel(rules),
            Vocabulary = vocabulary,
            Tokens = new DecoderReader().Read(root["decoder"], vocabulary),
            Surroundings = TokenizerConfigReader.Complete(Surroundings.Read(root["post_processor"]), config, roles),
            SpecialTokens = roles,
        };
    }

    private static JsonDocument Parse(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > Limits.TokenizerFileBytesMax)
        {
            throw new TokenizerFormatException(path, "$", $"has {stream.Length} bytes; at most {Limits.TokenizerFileBytesMax} are read");
        }

        try
        {
            return JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = Limits.JsonDepthMax });
        }
        catch (JsonException e)
        {
            throw new TokenizerFormatException(path, e.Path ?? "$", $"is not valid JSON: {e.Message}", e);
        }
    }
}
