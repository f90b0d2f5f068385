using System.Buffers;
using InferenceGateway.KvFabric.Fleet.States;

namespace InferenceGateway.KvFabric.Fleet.Wire;

/// <summary>What a message is about.</summary>
internal enum FrameKind : byte
{
    /// <summary>Block events of a worker.</summary>
    Blocks = 1,

    /// <summary>Load of a worker, and the number of its last block event.</summary>
    State = 2,

    /// <summary>All blocks of a worker; sent over HTTP only.</summary>
    Index = 3,

    /// <summary>In-flight counts of a gateway that have changed.</summary>
    InFlight = 4,

    /// <summary>A gateway leaves.</summary>
    Goodbye = 5,
}

/// <summary>
/// What every message of a worker begins with: version, kind, worker, epoch, a number. That is the number of the first event in a frame of
/// blocks, of the last one before it in a state and in an index.
/// </summary>
/// <param name="Kind">What follows.</param>
/// <param name="Sender">The worker's id.</param>
/// <param name="Epoch">Its life.</param>
/// <param name="Number">Of an event.</param>
internal readonly record struct FleetFrame(FrameKind Kind, string Sender, long Epoch, long Number)
{
    /// <summary>Version of all messages; another one is refused.</summary>
    public const byte Version = 1;

    public void Write(IBufferWriter<byte> to)
    {
        to.WriteByte(Version);
        to.WriteByte((byte)Kind);
        to.WriteText(Sender);
        to.WriteInt64(Epoch);
        to.WriteInt64(Number);
    }

    /// <summary>A state's message.</summary>
    public void Write(IBufferWriter<byte> to, in WorkerState state)
    {
        Write(to);
        to.WriteInt32(state.Running);
        to.WriteInt32(state.Waiting);
        to.WriteDouble(state.KvUsage);
        to.WriteInt64(state.WaitingTokens);
        to.WriteInt64(state.RunningTokens);
    }

    /// <summary>Reads the beginning of a message. False if it is broken or of an unknown version.</summary>
    public static bool TryRead(ref WireReader from, out FleetFrame frame)
    {
        bool known = from.Byte() == Version;
        frame = known ? new FleetFrame((FrameKind)from.Byte(), from.Text(), from.Int64(), from.Int64()) : default;
        return known && !from.Failed && frame.Number >= 0 && frame.Epoch >= 0;
    }

    /// <summary>Reads the rest of a state's message.</summary>
    public static bool TryReadState(ref WireReader from, out WorkerState state)
    {
        state = new WorkerState(from.Int32(), from.Int32(), from.Double(), from.Int64(), from.Int64());
        return !from.Failed && from.Left == 0 && state is { Running: >= 0, Waiting: >= 0, WaitingTokens: >= 0, RunningTokens: >= 0, KvUsage: >= 0 and <= 1 };
    }
}
