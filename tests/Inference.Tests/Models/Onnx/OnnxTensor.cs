using System.Runtime.InteropServices;

namespace InferenceGateway.Inference.Tests.Models.Onnx;

/// <summary>A constant of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">ONNX's number of the element type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Data">Its bytes, little-endian.</param>
internal sealed record OnnxTensor(string Name, int Type, long[] Shape, byte[] Data)
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Bool = 9;
    public const int Half = 10;
    public const int BFloat16 = 16;

    public static OnnxTensor Of(string name, float[] values, params long[] shape) => new(name, Float, shape, Raw<float>(values));

    public static OnnxTensor Of(string name, long[] values, params long[] shape) => new(name, Int64, shape, Raw<long>(values));

    public static OnnxTensor Of(string name, byte[] values, params long[] shape) => new(name, UInt8, shape, values);

    public OnnxTensor ToHalf() => new(Name, Half, Shape, Raw<Half>([.. MemoryMarshal.Cast<byte, float>(Data).ToArray().Select(value => (Half)value)]));

    /// <summary>The message, with its bytes inside.</summary>
    public ProtoWriter Inline() => Head().Bytes(9, Data);

    /// <summary>The message, with its bytes in a file beside the graph.</summary>
    public ProtoWriter External(string file, long offset) => Head()
        .Message(13, Entry("location", file))
        .Message(13, Entry("offset", $"{offset}"))
        .Message(13, Entry("length", $"{Data.Length}"))
        .Number(14, 1);

    private static ProtoWriter Entry(string key, string value) => new ProtoWriter().Text(1, key).Text(2, value);

    private ProtoWriter Head()
    {
        ProtoWriter tensor = new ProtoWriter().Number(2, Type).Text(8, Name);
        foreach (long size in Shape)
        {
            tensor.Number(1, size);
        }

        return tensor;
    }

    private static byte[] Raw<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
}
