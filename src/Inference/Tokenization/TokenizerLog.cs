using Microsoft.Extensions.Logging;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>Log messages of this folder: events 3800 to 3899.</summary>
internal static partial class TokenizerLog
{
    [LoggerMessage(3800, LogLevel.Information, "Tokenizer loaded from {File}: {Tokens} tokens, {AddedTokens} of them added, byte-level: {IsByteLevel}")]
    public static partial void Loaded(this ILogger logger, string file, int tokens, int addedTokens, bool isByteLevel);

    [LoggerMessage(3801, LogLevel.Warning, "{File} sets {Setting}, which is ignored: prompts are never cut or padded here")]
    public static partial void SettingIgnored(this ILogger logger, string file, string setting);
}
