using InferenceGateway.Contracts.Workers;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Log messages of the directory; ids 2000 to 2099.</summary>
internal static partial class DirectoryLog
{
    [LoggerMessage(2000, LogLevel.Information, "Worker {WorkerId} registered: role {Role}, model {Model}, epoch {Epoch}.")]
    public static partial void Registered(ILogger logger, string workerId, WorkerRole role, string model, long epoch);

    [LoggerMessage(2001, LogLevel.Warning, "The record of worker {WorkerId} could not be published; trying again until it can: {Reason}")]
    public static partial void PublishFailed(ILogger logger, string workerId, string reason);

    [LoggerMessage(2002, LogLevel.Information, "The record of worker {WorkerId} is published again.")]
    public static partial void PublishedAgain(ILogger logger, string workerId);

    [LoggerMessage(2003, LogLevel.Error, "Worker {WorkerId} of epoch {Epoch} was superseded by a later life and is no longer published.")]
    public static partial void Superseded(ILogger logger, Exception exception, string workerId, long epoch);

    [LoggerMessage(2004, LogLevel.Information, "Worker {WorkerId} removed from the directory.")]
    public static partial void Removed(ILogger logger, string workerId);

    [LoggerMessage(2005, LogLevel.Warning,
        "Worker {WorkerId} could not be removed from the directory; its lease ends within {LeaseSeconds} s: {Reason}")]
    public static partial void RemoveFailed(ILogger logger, string workerId, double leaseSeconds, string reason);

    [LoggerMessage(2010, LogLevel.Warning,
        "Directory {Endpoints} cannot be read; serving on with the {Workers} workers known so far: {Reason}")]
    public static partial void ReadFailed(ILogger logger, string endpoints, int workers, string reason);

    [LoggerMessage(2011, LogLevel.Information, "Directory {Endpoints} can be read again.")]
    public static partial void ReadAgain(ILogger logger, string endpoints);

    [LoggerMessage(2012, LogLevel.Warning, "Directory unreadable for {Seconds} s: all workers forgotten, as Directory:ForgetAfterSeconds asks.")]
    public static partial void Forgotten(ILogger logger, double seconds);

    [LoggerMessage(2013, LogLevel.Warning, "Unreadable worker record ignored, key {Key}: {Fault}")]
    public static partial void Garbage(ILogger logger, string key, string fault);

    [LoggerMessage(2014, LogLevel.Warning, "The directory lists {Count} workers; only {Limit} are kept.")]
    public static partial void TooManyWorkers(ILogger logger, int count, int limit);
}
