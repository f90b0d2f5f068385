using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Fleet;

/// <summary>Log messages of block events, worker states and shared in-flight counts; ids 2100 to 2199.</summary>
internal static partial class FleetLog
{
    [LoggerMessage(2130, LogLevel.Warning,
        "Events of worker {WorkerId} cannot be sent; gateways will read its blocks anew once they can: {Reason}")]
    public static partial void SendFailed(ILogger logger, string workerId, string reason);

    [LoggerMessage(2131, LogLevel.Information, "Events of worker {WorkerId} are sent again.")]
    public static partial void SentAgain(ILogger logger, string workerId);

    [LoggerMessage(2132, LogLevel.Warning,
        "Worker {WorkerId} dropped {Count} block events, since more than {Limit} waited; gateways will read its blocks anew.")]
    public static partial void EventsDropped(ILogger logger, string workerId, int count, int limit);

    [LoggerMessage(2110, LogLevel.Warning, "Channels {Channels} cannot be followed; trying again until they can: {Reason}")]
    public static partial void FollowFailed(ILogger logger, string channels, string reason);

    [LoggerMessage(2111, LogLevel.Information, "Following channels {Channels}.")]
    public static partial void Following(ILogger logger, string channels);

    [LoggerMessage(2112, LogLevel.Warning, "Unreadable message ignored, channel {Channel}: {Fault}. Further ones of this kind are not logged.")]
    public static partial void FrameRefused(ILogger logger, string channel, string fault);

    [LoggerMessage(2113, LogLevel.Warning, "Messages arrive faster than they are read; {Count} were dropped, and what they said is read anew.")]
    public static partial void FramesDropped(ILogger logger, long count);

    [LoggerMessage(2114, LogLevel.Information, "Worker {WorkerId}: event {Expected} was expected, {Got} came; reading its blocks anew.")]
    public static partial void Gap(ILogger logger, string workerId, long expected, long got);

    [LoggerMessage(2115, LogLevel.Information, "Worker {WorkerId}: {Blocks} blocks read up to event {Number} in {Milliseconds:0.0} ms.")]
    public static partial void Repaired(ILogger logger, string workerId, int blocks, long number, double milliseconds);

    [LoggerMessage(2116, LogLevel.Warning, "The blocks of worker {WorkerId} cannot be read; trying again until they can: {Reason}")]
    public static partial void RepairFailed(ILogger logger, string workerId, string reason);

    [LoggerMessage(2117, LogLevel.Information, "Worker {WorkerId} does not say which blocks it holds.")]
    public static partial void NoIndex(ILogger logger, string workerId);

    [LoggerMessage(2120, LogLevel.Warning, "In-flight counts cannot be shared; going on with this gateway's own: {Reason}")]
    public static partial void ShareFailed(ILogger logger, string reason);

    [LoggerMessage(2121, LogLevel.Information, "In-flight counts are shared again.")]
    public static partial void SharedAgain(ILogger logger);

    [LoggerMessage(2122, LogLevel.Information, "Gateway {Gateway} is gone ({Reason}); its in-flight counts are dropped.")]
    public static partial void GatewayGone(ILogger logger, string gateway, string reason);

    [LoggerMessage(2123, LogLevel.Warning, "More than {Limit} gateways share their in-flight counts; {Gateway} is not counted.")]
    public static partial void TooManyGateways(ILogger logger, int limit, string gateway);
}
