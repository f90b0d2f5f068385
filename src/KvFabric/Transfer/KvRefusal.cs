namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Why a receiver refused or ended a transfer. The values are on the wire.</summary>
public enum KvRefusal
{
    /// <summary>Not at all: accepted, or complete.</summary>
    None = 0,

    /// <summary>The frame is of a protocol version this end does not speak.</summary>
    UnknownVersion = 1,

    /// <summary>Bytes that are no frame, or a frame out of place.</summary>
    Malformed = 2,

    /// <summary>A length beyond its limit.</summary>
    TooLarge = 3,

    /// <summary>The checksum does not fit the bytes.</summary>
    BadChecksum = 4,

    /// <summary>No such reservation: unknown, expired, of another epoch, or claimed already.</summary>
    UnknownTicket = 5,

    /// <summary>Model hash, element type or shape differ from those of the reservation.</summary>
    LayoutMismatch = 6,

    /// <summary>More tokens than the reservation can take.</summary>
    TooManyTokens = 7,

    /// <summary>Rows that overlap, leave a gap, or lie beyond the announced number of tokens.</summary>
    OutOfRange = 8,

    /// <summary>The sender stayed silent for too long.</summary>
    Stalled = 9,

    /// <summary>The owner gave the slot up meanwhile.</summary>
    GivenUp = 10,

    /// <summary>The receiver has as many connections as it takes.</summary>
    Busy = 11,

    /// <summary>The receiver failed or shuts down.</summary>
    ReceiverFailed = 12,
}
