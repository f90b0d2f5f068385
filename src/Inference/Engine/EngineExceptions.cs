namespace InferenceGateway.Inference.Engine;

/// <summary>Too many requests wait for a slot.</summary>
public sealed class EngineBusyException(int waitingMax)
    : Exception($"All slots are taken and {waitingMax} requests wait already.");

/// <summary>The engine is stopping or has stopped.</summary>
public sealed class EngineStoppedException() : Exception("The engine has stopped.");

/// <summary>A hand-off that ended before its rows were complete.</summary>
public sealed class HandoffException(string reason) : Exception(reason);
