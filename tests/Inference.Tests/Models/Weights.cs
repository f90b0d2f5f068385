using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>Random weights, the same in every run.</summary>
internal sealed class Weights(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Normally distributed with this deviation.</summary>
    public OnnxTensor Normal(string name, double deviation, params long[] shape) =>
        OnnxTensor.Of(name, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(Gauss() * deviation))], shape);

    /// <summary>A matrix [rows, columns] that keeps the size of what it multiplies.</summary>
    public OnnxTensor Matrix(string name, int rows, int columns) => Normal(name, 1 / Math.Sqrt(rows), rows, columns);

    /// <summary>Around 1.</summary>
    public OnnxTensor Scale(string name, int length) =>
        OnnxTensor.Of(name, [.. Enumerable.Range(0, length).Select(_ => (float)(1 + (0.1 * Gauss())))], length);

    public byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
