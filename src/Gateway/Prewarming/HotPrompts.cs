using System.Collections.Concurrent;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Gateway.Prewarming;

/// <summary>Which system prompts of one model come most often. Prompts with a cache salt are nobody else's and are not kept. Thread-safe.</summary>
public sealed class HotPrompts
{
    // Seen less often, a prompt is not worth keeping.
    private const int SightingsMin = 3;

    private readonly ConcurrentDictionary<BlockKey, Entry> _entries = new();

    /// <summary>A request has come.</summary>
    /// <param name="firstKey">Key of its prompt's first text block.</param>
    /// <param name="messages">The raw value of <c>messages</c>.</param>
    public void See(BlockKey firstKey, ReadOnlySpan<byte> messages)
    {
        if (!_entries.TryGetValue(firstKey, out Entry? entry))
        {
            Trim();
            entry = _entries.GetOrAdd(firstKey, static _ => new Entry());
        }

        if (Interlocked.Increment(ref entry.Sightings) == SightingsMin)
        {
            entry.Message = SystemMessage(messages);
        }
    }

    /// <summary>The most frequent ones' system messages as JSON, most frequent first.</summary>
    public IReadOnlyList<byte[]> Top(int count) =>
    [
        .. _entries.Values
            .Where(entry => entry.Message is not null)
            .OrderByDescending(entry => Volatile.Read(ref entry.Sightings))
            .Take(count)
            .Select(entry => entry.Message!),
    ];

    /// <summary>The first message, when it is the system's.</summary>
    private static byte[]? SystemMessage(ReadOnlySpan<byte> messages)
    {
        var json = new Utf8JsonReader(messages, new JsonReaderOptions { MaxDepth = Limits.JsonDepthMax });
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray || !json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        int start = (int)json.TokenStartIndex;
        bool system = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool role = json.ValueTextEquals("role"u8);
            json.Read();
            system |= role && json.TokenType == JsonTokenType.String && (json.ValueTextEquals("system"u8) || json.ValueTextEquals("developer"u8));
            json.Skip();
        }

        int length = (int)json.BytesConsumed - start;
        return system && length <= Limits.PrewarmPromptBytesMax ? messages.Slice(start, length).ToArray() : null;
    }

    /// <summary>Makes room: whatever is seen seldom goes, and all that stays counts half, so that old fame fades.</summary>
    private void Trim()
    {
        if (_entries.Count < Limits.HotPromptsMax)
        {
            return;
        }

        foreach ((BlockKey key, Entry entry) in _entries)
        {
            if (Volatile.Read(ref entry.Sightings) <= SightingsMin)
            {
                _entries.TryRemove(key, out _);
            }
            else
            {
                entry.Sightings /= 2;
            }
        }
    }

    private sealed class Entry
    {
        public int Sightings;
        public volatile byte[]? Message;
    }
}
