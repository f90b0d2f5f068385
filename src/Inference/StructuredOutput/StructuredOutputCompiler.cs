using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using InferenceGateway.Inference.StructuredOutput.Automata;
using InferenceGateway.Inference.StructuredOutput.Schemas;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// Compiles what requests ask for into grammars of one vocabulary, within bounds of time and memory. Immutable: any number of
/// threads may use it. Call it where a request is read, not in the loop that generates.
/// </summary>
/// <param name="vocabulary">The model's tokens.</param>
/// <param name="limits">Bounds.</param>
/// <param name="clock">Measures the time that compiling takes.</param>
public sealed class StructuredOutputCompiler(TokenVocabulary vocabulary, StructuredOutputLimits limits, TimeProvider clock)
{
    /// <summary>The model's tokens.</summary>
    public TokenVocabulary Vocabulary => vocabulary;

    /// <summary>Any JSON object (<c>response_format</c> of type <c>json_object</c>).</summary>
    /// <returns>The grammar. It is the same every time: keep it.</returns>
    public StructuredGrammar CompileJsonObject() => Compile([new GrammarAlternative("", "", null, "")], "", 1, CancellationToken.None);

    /// <summary>The documents of a schema (<c>response_format</c> of type <c>json_schema</c>).</summary>
    /// <remarks>
    /// Supported: <c>type</c> (one or several), <c>properties</c> (written in their order), <c>required</c>, <c>additionalProperties</c>
    /// (beside <c>properties</c> no others are ever written), <c>items</c>, <c>minItems</c>, <c>maxItems</c>, <c>enum</c>, <c>const</c>,
    /// <c>anyOf</c>, <c>$ref</c> to the root or to a definition, <c>minLength</c>, <c>maxLength</c>, <c>pattern</c> as far as it is
    /// regular, <c>format</c>, and bounds of integers and, when whole, of numbers. Integers stay within 64 bits, numbers have at most
    /// 20 digits before and after the point. Keywords that only describe are passed over; all others are refused.
    /// </remarks>
    /// <param name="schema">The schema; it is read here only and may be disposed of afterwards.</param>
    /// <param name="cancellation">Ends the compilation.</param>
    /// <returns>The grammar.</returns>
    /// <exception cref="StructuredOutputException">The schema is not supported, too large, or allows no document.</exception>
    public StructuredGrammar CompileJsonSchema(JsonElement schema, CancellationToken cancellation) =>
        Compile([new GrammarAlternative("", "", schema, "")], "", 1, cancellation);

    /// <summary>Outputs that each take one of several ways, such as calls of tools.</summary>
    /// <param name="alternatives">The ways, at least one.</param>
    /// <param name="separator">Text between two of them when there may be several; may be empty.</param>
    /// <param name="most">Most of them in a row, at least 1: for tools more than 1 when parallel calls are wanted.</param>
    /// <param name="cancellation">Ends the compilation.</param>
    /// <returns>The grammar: between one and <paramref name="most"/> of the alternatives, separated.</returns>
    /// <exception cref="StructuredOutputException">A schema is not supported, too large, or allows no document.</exception>
    public StructuredGrammar CompileAlternatives(
        IReadOnlyList<GrammarAlternative> alternatives, string separator, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alternatives);
        ArgumentNullException.ThrowIfNull(separator);
        ArgumentOutOfRangeException.ThrowIfZero(alternatives.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return Compile(alternatives, separator, most, cancellation);
    }

    private StructuredGrammar Compile(
        IReadOnlyList<GrammarAlternative> alternatives, string separator, int most, CancellationToken cancellation)
    {
        var budget = new CompileBudget(limits, clock, cancellation);
        budget.Check();
        var builder = new AutomatonBuilder(budget, limits.StatesMax);
        var json = new JsonRules(builder);
        var counts = new SchemaCounts(limits);
        IReadOnlyList<int>[] documents = [.. alternatives.Select(alternative => Read(json, alternative, counts))];
        int root = builder.AddRule(RuleKind.Text);
        int[] beginnings = AddRoot(json, root, alternatives, documents, separator, most);
        Automaton automaton = builder.Build(root, vocabulary.SingleBytes);
        RequireDocuments(automaton, alternatives, beginnings);
        budget.Check();
        return new StructuredGrammar(vocabulary, automaton, limits);
    }

    private IReadOnlyList<int> Read(JsonRules json, GrammarAlternative alternative, SchemaCounts counts)
    {
        if (alternative.Schema is not { } schema)
        {
            return [json.Object];
        }

        try
        {
            int size = JsonMarshal.GetRawUtf8Value(schema).Length;
            return size <= limits.SchemaBytesMax
                ? new SchemaReader(json, schema, counts).Read()
                : throw new StructuredOutputException("#", $"the schema has {size} bytes; at most {limits.SchemaBytesMax} are supported");
        }
        catch (StructuredOutputException fault) when (alternative.Name.Length > 0)
        {
            throw new StructuredOutputException(alternative.Name + fault.Path, fault.Detail, fault);
        }
    }

    /// <summary>Fills the root; returns where each alternative begins.</summary>
    private static int[] AddRoot(
        JsonRules json, int root, IReadOnlyList<GrammarAlternative> alternatives, IReadOnlyList<int>[] documents, string separator, int most)
    {
        AutomatonBuilder builder = json.Builder;
        (_, int from, int end) = builder.Open(root);
        int[] beginnings = new int[documents.Length];
        for (int turn = 1; turn <= most; turn++)
        {
            int after = builder.AddState();
            for (int i = 0; i < documents.Length; i++)
            {
                beginnings[i] = builder.AddState();
                builder.Nothing(from, beginnings[i]);
                AddAlternative(json, beginnings[i], alternatives[i], documents[i], after);
            }

            builder.Nothing(after, end);
            from = turn < most ? builder.Literal(after, Encoding.UTF8.GetBytes(separator)) : from;
        }

        return beginnings;
    }

    private static void AddAlternative(JsonRules json, int from, GrammarAlternative alternative, IReadOnlyList<int> documents, int to)
    {
        int before = json.Builder.Literal(from, Encoding.UTF8.GetBytes(alternative.Prefix));
        int document = json.OneOf(before, documents);
        json.Builder.Nothing(json.Builder.Literal(document, Encoding.UTF8.GetBytes(alternative.Suffix)), to);
    }

    private void RequireDocuments(Automaton automaton, IReadOnlyList<GrammarAlternative> alternatives, int[] beginnings)
    {
        for (int i = 0; i < beginnings.Length; i++)
        {
            if (automaton.LevelsAfter(beginnings[i]) > limits.DocumentDepthMax)
            {
                throw new StructuredOutputException(
                    $"{alternatives[i].Name}#",
                    $"no document of at most {limits.DocumentDepthMax} levels of nesting satisfies the schema in characters that the model can write");
            }
        }
    }
}
