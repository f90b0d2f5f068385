using InferenceGateway.Gateway.Discovery.Engines;

namespace InferenceGateway.Gateway.Forwarding.Dialects;

/// <summary>From an engine's dialect to how requests are handed to it.</summary>
internal sealed class EngineDialects(VllmDialect vllm, SglangDialect sglang)
{
    private static readonly PlainDialect _plain = new();

    /// <summary>Whether two engines of that kind can share a request.</summary>
    public static bool CanSplit(EngineDialect dialect) => dialect is EngineDialect.Native or EngineDialect.Vllm or EngineDialect.Sglang;

    /// <summary>Whether engines of that kind read <c>cache_salt</c> and know of no other way to hear it.</summary>
    public static bool ReadsSaltInBody(EngineDialect dialect) => dialect is EngineDialect.Vllm or EngineDialect.Sglang;

    public IEngineDialect Of(EngineDialect dialect) => dialect switch
    {
        EngineDialect.Vllm => vllm,
        EngineDialect.Sglang => sglang,
        _ => _plain,
    };

    /// <summary>Nothing comes before: own decode workers lead the hand-off themselves, others do all alone.</summary>
    private sealed class PlainDialect : IEngineDialect
    {
        public ValueTask<PreparedCall> PrepareAsync(DialectCall call, CancellationToken cancellation) => new(PreparedCall.Plain);
    }
}
