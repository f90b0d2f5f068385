namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>Which of OpenAI's two generation endpoints a request came to.</summary>
internal enum CompletionKind
{
    /// <summary><c>/v1/chat/completions</c></summary>
    Chat,

    /// <summary><c>/v1/completions</c></summary>
    Text,
}
