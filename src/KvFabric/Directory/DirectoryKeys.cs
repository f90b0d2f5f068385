using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Which worker of which model a key or an announcement is about.</summary>
internal readonly record struct WorkerAddress(string Model, string Id);

/// <summary>
/// Names of all keys and channels. Braces mark the hash tag: everything of one model lies in one slot of a cluster. Model names
/// and ids are percent-encoded, so that no name can break out of its part.
/// </summary>
internal sealed class DirectoryKeys(string prefix)
{
    /// <summary>Sorted set of model names; the score is the server's time in milliseconds at which an entry may be dropped.</summary>
    public RedisKey Models { get; } = $"{{{prefix}}}:models";

    /// <summary>A random string, written by the first reader: another one means that Redis lost its data.</summary>
    public RedisKey Incarnation { get; } = $"{{{prefix}}}:incarnation";

    /// <summary>Announcements of changed records.</summary>
    public RedisChannel Changes { get; } = RedisChannel.Literal($"{prefix}:changes");

    /// <summary>Sorted set of one model's worker ids; scores as in <see cref="Models"/>.</summary>
    public RedisKey Workers(string model) => $"{prefix}:{{{Escape(model)}}}:workers";

    /// <summary>Hash of one worker: <c>epoch</c> and <c>record</c>; expires with the lease.</summary>
    public RedisKey Worker(WorkerAddress worker) => $"{prefix}:{{{Escape(worker.Model)}}}:worker:{Escape(worker.Id)}";

    /// <summary>The text that announces a change (<c>+</c>) or the removal (<c>-</c>) of one worker.</summary>
    public static string Announcement(WorkerAddress worker, bool removed)
        => $"{(removed ? '-' : '+')}{Escape(worker.Model)}/{Escape(worker.Id)}";

    /// <summary>Reads <see cref="Announcement"/>; false for anything else.</summary>
    public static bool TryReadAnnouncement([NotNullWhen(true)] string? text, out WorkerAddress worker, out bool removed)
    {
        removed = text?.StartsWith('-') ?? false;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        worker = slash > 1 && slash < text!.Length - 1 && text[0] is '+' or '-'
            ? new WorkerAddress(Uri.UnescapeDataString(text[1..slash]), Uri.UnescapeDataString(text[(slash + 1)..]))
            : default;
        return worker.Model is not null;
    }

    private static string Escape(string name) => Uri.EscapeDataString(name);
}
