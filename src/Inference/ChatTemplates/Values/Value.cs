namespace InferenceGateway.Inference.ChatTemplates.Values;

/// <summary>
/// A value of the template language. The set of kinds is closed and all of them but <see cref="NamespaceValue"/> are immutable, so
/// a template reaches nothing of the host, and constants are shared between renderings.
/// </summary>
internal abstract class Value
{
    /// <summary>The name Python gives the type; it appears in error messages.</summary>
    public abstract string TypeName { get; }

    public abstract bool IsTrue { get; }
}
