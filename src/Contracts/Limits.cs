namespace InferenceGateway.Contracts;

/// <summary>
/// Every bound of the system that is not an option: queues, buffers, headers, bodies, retries, waits.
/// One place, so that an operator can read what the system will never exceed. Options carry their own bounds
/// and are checked at start; docs/configuration.md lists both.
/// </summary>
public static class Limits
{
    /// <summary>Largest request body a client may send, in bytes.</summary>
    public const int RequestBodyBytesMax = 4 * 1024 * 1024;

    /// <summary>
    /// Largest body that is read on and thrown away after it was refused, in bytes: a client that is still sending gets the answer in
    /// place of a broken connection.
    /// </summary>
    public const int RequestBodyDrainBytesMax = 32 * 1024 * 1024;

    /// <summary>Largest total of request header bytes; OpenAI's clients stay below 64 KiB.</summary>
    public const int RequestHeadersBytesMax = 64 * 1024;

    /// <summary>Longest request line, in bytes.</summary>
    public const int RequestLineBytesMax = 8 * 1024;

    /// <summary>Longest model name accepted, in characters.</summary>
    public const int ModelNameCharsMax = 256;

    /// <summary>Longest request id taken over from a client, in characters; a longer or odd one is replaced.</summary>
    public const int RequestIdCharsMax = 128;

    /// <summary>Deepest nesting of a request's JSON.</summary>
    public const int JsonDepthMax = 64;

    /// <summary>Most messages in one chat request.</summary>
    public const int ChatMessagesMax = 2048;

    /// <summary>Most stop strings in one request (OpenAI's bound).</summary>
    public const int StopStringsMax = 4;

    /// <summary>Longest stop string, in characters.</summary>
    public const int StopStringCharsMax = 256;

    /// <summary>Most answers of one request: <c>n</c>, and prompts times <c>n</c>.</summary>
    public const int ChoicesMax = 128;

    /// <summary>Most likely tokens reported beside each token of a chat.</summary>
    public const int ChatTopLogprobsMax = 20;

    /// <summary>Most likely tokens reported beside each token of a text completion.</summary>
    public const int TextTopLogprobsMax = 5;

    /// <summary>Most entries of <c>stop_token_ids</c>.</summary>
    public const int StopTokensMax = 128;

    /// <summary>Most entries of <c>logit_bias</c>.</summary>
    public const int LogitBiasEntriesMax = 1024;

    /// <summary>Most entries of <c>tools</c> (OpenAI's bound).</summary>
    public const int ToolsMax = 128;

    /// <summary>Longest name of a tool, in characters (OpenAI's bound).</summary>
    public const int ToolNameCharsMax = 64;

    /// <summary>Most calls of tools in one answer.</summary>
    public const int ToolCallsMax = 8;

    /// <summary>Longest <c>cache_salt</c>, in characters.</summary>
    public const int CacheSaltCharsMax = 128;

    /// <summary>Longest id of a tenant, in characters.</summary>
    public const int TenantIdCharsMax = 64;

    /// <summary>Most tenants of a gateway.</summary>
    public const int TenantsMax = 1024;

    /// <summary>Most API keys of all tenants together: a request's key is compared with each of them.</summary>
    public const int ApiKeysMax = 4096;

    /// <summary>Longest API key or JSON web token, in characters.</summary>
    public const int BearerTokenCharsMax = 16 * 1024;

    /// <summary>Largest file of keys or of a JSON web key set, in bytes.</summary>
    public const int CredentialFileBytesMax = 1024 * 1024;

    /// <summary>Largest token budget of a tenant in one window.</summary>
    public const long TokenBudgetMax = 1_000_000_000_000;

    /// <summary>Longest name of a flow or an objective that a request gives, in characters.</summary>
    public const int FlowNameCharsMax = 128;

    /// <summary>Largest deadline for the first token that a request may give, in milliseconds.</summary>
    public const int DeadlineMillisecondsMax = 3_600_000;

    /// <summary>Most models that a gateway keeps queues for.</summary>
    public const int QueuePoolsMax = 1024;

    /// <summary>Most names of models and adapters that a gateway remembers when their workers are gone.</summary>
    public const int FormerModelsMax = 1024;

    /// <summary>Most flows of one tenant that are told apart while they wait; further ones wait together.</summary>
    public const int FlowsPerTenantMax = 256;

    /// <summary>Most tenants with series of their own in the metrics; all further ones share one.</summary>
    public const int TenantLabelsMax = 64;

    /// <summary>Longest wait that flow control advises a client, in seconds; a budget's window may be longer.</summary>
    public const int RetryAfterSecondsMax = 60;

    /// <summary>Largest answer of an engine to the question for its metrics, in bytes.</summary>
    public const int EngineMetricsBytesMax = 4 * 1024 * 1024;

    /// <summary>Largest answer of another maker's prefill engine, in bytes.</summary>
    public const int PrefillAnswerBytesMax = 4 * 1024 * 1024;

    /// <summary>Most copies of requests on their way to mirrors at once; further ones are left out.</summary>
    public const int MirrorsInFlightMax = 64;

    /// <summary>Longest time for a mirror's answer, in seconds.</summary>
    public const int MirrorSecondsMax = 300;

    /// <summary>Most different beginnings of prompts of one model whose frequency is counted, when prewarming is on.</summary>
    public const int HotPromptsMax = 1024;

    /// <summary>Largest system prompt that a fresh worker is prewarmed with, in bytes of JSON.</summary>
    public const int PrewarmPromptBytesMax = 256 * 1024;

    /// <summary>Longest name of a session, in characters.</summary>
    public const int SessionCharsMax = 256;

    /// <summary>Most text blocks of a prompt that are looked for in the directory: 1 MiB of text.</summary>
    public const int PromptBlocksMax = 8192;

    /// <summary>Largest KV frame payload on the wire, in bytes.</summary>
    public const int KvFramePayloadBytesMax = 4 * 1024 * 1024;

    /// <summary>Largest opaque tail (first token and sampler state) of a KV transfer, in bytes.</summary>
    public const int KvTailBytesMax = 64 * 1024;

    /// <summary>Most KV connections a worker accepts at once.</summary>
    public const int KvConnectionsMax = 1024;

    /// <summary>Idle KV connections a worker keeps open to one peer.</summary>
    public const int KvIdleConnectionsPerPeerMax = 16;

    /// <summary>Largest worker record in the directory, in bytes.</summary>
    public const int WorkerRecordBytesMax = 16 * 1024;

    /// <summary>Most workers a gateway keeps in its mirror.</summary>
    public const int WorkersMax = 10_000;

    /// <summary>Largest message about blocks, states or in-flight counts over Redis, in bytes.</summary>
    public const int FleetMessageBytesMax = 256 * 1024;

    /// <summary>Messages that may wait in a gateway to be read; further ones are dropped, and what they said is read anew.</summary>
    public const int FleetMessagesWaitingMax = 4096;

    /// <summary>Messages of one worker that a gateway keeps while it reads that worker's blocks anew.</summary>
    public const int FleetMessagesHeldMax = 256;

    /// <summary>Block events that may wait in a worker to be sent; beyond that all waiting ones are dropped, and gateways read its blocks anew.</summary>
    public const int BlockEventsWaitingMax = 65_536;

    /// <summary>Most text blocks that one worker says it holds: 128 MiB of text.</summary>
    public const int ResidentBlocksMax = 1_048_576;

    /// <summary>Largest answer of a worker to the question for its blocks, in bytes.</summary>
    public const int BlockIndexBytesMax = 64 * 1024 * 1024;

    /// <summary>Text blocks of one model that a gateway expects at workers without their word; beyond that the oldest expectation goes.</summary>
    public const int ExpectedBlocksMax = 1_048_576;

    /// <summary>Most gateways whose in-flight counts are shared.</summary>
    public const int GatewaysMax = 256;

    /// <summary>Largest internal prefill order, in bytes: the token ids of the longest context, in base64, and the rest.</summary>
    public const int PrefillOrderBytesMax = 8 * 1024 * 1024;

    /// <summary>Prefill workers tried for one request before it fails.</summary>
    public const int PrefillAttemptsMax = 2;

    /// <summary>Decode workers tried for one request before the first byte.</summary>
    public const int DecodeAttemptsMax = 2;

    /// <summary>Most requests that the list of latest decisions names.</summary>
    public const int DecisionsListedMax = 256;

    /// <summary>Most events of virtual requests, two for each, that a shadow profile has on its way.</summary>
    public const int ShadowRequestsMax = 131_072;

    /// <summary>Largest <c>tokenizer.json</c> read, in bytes; the largest of today's open models is near 33 MB.</summary>
    public const int TokenizerFileBytesMax = 128 * 1024 * 1024;

    /// <summary>Largest token id of a vocabulary, plus one; today's open models stay below 300,000.</summary>
    public const int TokenizerVocabularyMax = 1024 * 1024;

    /// <summary>Most merges of a tokenizer.</summary>
    public const int TokenizerMergesMax = 2 * 1024 * 1024;

    /// <summary>Most added tokens of a tokenizer.</summary>
    public const int TokenizerAddedTokensMax = 64 * 1024;

    /// <summary>Longest token of a tokenizer, in UTF-16 characters.</summary>
    public const int TokenizerTokenCharsMax = 4096;

    /// <summary>Most steps of a tokenizer's normalizer, pre-tokenizer, post-processor or decoder, each counted alone.</summary>
    public const int TokenizerStepsMax = 64;

    /// <summary>Longest pattern or replacement in a <c>tokenizer.json</c>, in UTF-16 characters.</summary>
    public const int TokenizerPatternCharsMax = 8192;

    /// <summary>How long one pattern of a tokenizer may search one text, in milliseconds, before the encoding fails.</summary>
    public const int TokenizerPatternMilliseconds = 3000;

    /// <summary>Longest text a tokenizer's rewriting rules may make out of one request, in UTF-16 characters.</summary>
    public const int TokenizerNormalizedCharsMax = 64 * 1024 * 1024;
}
