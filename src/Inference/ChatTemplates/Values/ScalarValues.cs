namespace InferenceGateway.Inference.ChatTemplates.Values;

/// <summary>The result of a failed look-up; <paramref name="reason"/> is what an operation on it reports.</summary>
internal sealed class UndefinedValue(string reason) : Value
{
    public string Reason { get; } = reason;

    public override string TypeName => "Undefined";

    public override bool IsTrue => false;
}

internal sealed class NoneValue : Value
{
    private NoneValue()
    {
    }

    public static NoneValue Instance { get; } = new();

    public override string TypeName => "NoneType";

    public override bool IsTrue => false;
}

internal sealed class BooleanValue : Value
{
    private static readonly BooleanValue True = new(true);
    private static readonly BooleanValue False = new(false);

    private BooleanValue(bool value) => IsTrue = value;

    public override string TypeName => "bool";

    public override bool IsTrue { get; }

    public static BooleanValue Of(bool value) => value ? True : False;
}

/// <summary>An integer; 128 bits hold every number JSON schemas use as bounds.</summary>
internal sealed class IntegerValue(Int128 number) : Value
{
    public Int128 Number { get; } = number;

    public override string TypeName => "int";

    public override bool IsTrue => Number != 0;
}

internal sealed class FloatValue(double number) : Value
{
    public double Number { get; } = number;

    public override string TypeName => "float";

    public override bool IsTrue => Number != 0;
}
