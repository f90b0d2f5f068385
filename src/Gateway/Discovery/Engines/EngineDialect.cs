namespace InferenceGateway.Gateway.Discovery.Engines;

/// <summary>What an engine speaks beside OpenAI's API.</summary>
public enum EngineDialect
{
    /// <summary>This system's own workers.</summary>
    Native,

    /// <summary>Nothing: any server of OpenAI's API.</summary>
    OpenAi,

    /// <summary>vLLM: its metrics, and hand-offs by <c>kv_transfer_params</c>, one phase after the other.</summary>
    Vllm,

    /// <summary>SGLang: its metrics, and hand-offs by <c>bootstrap_room</c>, both phases at once.</summary>
    Sglang,

    /// <summary>llama.cpp's server: its metrics.</summary>
    LlamaCpp,
}
