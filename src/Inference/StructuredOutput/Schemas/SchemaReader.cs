using System.Text.Json;
using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>
/// Turns the schemas of one document into rules: one rule per schema and type, made when it is first met and filled later, so
/// that neither recursion nor depth of a schema costs stack.
/// </summary>
internal sealed class SchemaReader
{
    private static readonly string[] AllTypes = ["object", "array", "string", "number", "boolean", "null"];
    private readonly JsonRules _json;
    private readonly SchemaNode _root;
    private readonly CompileBudget _budget;
    private readonly SchemaCounts _counts;
    private readonly Dictionary<(string Path, string Type), int> _rules = [];
    private readonly Queue<Action> _unfilled = new();

    public SchemaReader(JsonRules json, JsonElement schema, SchemaCounts counts)
    {
        _json = json;
        _budget = json.Builder.Budget;
        _root = new SchemaNode(schema, "#", 0);
        _counts = counts;
    }

    /// <summary>The alternatives of a document, as rules.</summary>
    public IReadOnlyList<int> Read()
    {
        IReadOnlyList<int> rules = Alternatives(_root);
        while (_unfilled.TryDequeue(out Action? fill))
        {
            _budget.Check();
            fill();
        }

        return rules;
    }

    /// <summary>
    /// The rules of all that a schema allows, looking through references and <c>anyOf</c>. A schema met again on the way adds
    /// nothing, so that one which only refers to itself allows nothing.
    /// </summary>
    private List<int> Alternatives(SchemaNode schema)
    {
        var rules = new List<int>();
        var open = new Stack<SchemaNode>([schema]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out SchemaNode next))
        {
            _budget.Step();
            if (seen.Add(next.Path))
            {
                Expand(next, open, rules);
                Require(seen.Count <= _budget.Limits.AlternativesMax, schema, $"has more than {_budget.Limits.AlternativesMax} alternatives");
            }
        }

        return rules.Distinct().ToList();
    }

    private void Expand(SchemaNode schema, Stack<SchemaNode> open, List<int> rules)
    {
        Require(schema.Nesting <= _budget.Limits.SchemaNestingMax, schema, $"is nested deeper than {_budget.Limits.SchemaNestingMax} schemas");
        if (!schema.IsObject)
        {
            rules.AddRange(schema.Flag() ? _json.Any : []);
        }
        else if (!Keywords.Check(schema))
        {
            rules.AddRange(_json.Any);
        }
        else if (schema.Child("$ref") is { } reference)
        {
            Keywords.RequireAlone(schema, "$ref");
            open.Push(References.Resolve(_root, reference));
        }
        else if (schema.Child("anyOf") is { } alternatives)
        {
            Keywords.RequireAlone(schema, "anyOf");
            List<SchemaNode> elements = alternatives.Elements();
            Require(elements.Count > 0, alternatives, "must have at least one schema");
            elements.AsEnumerable().Reverse().ToList().ForEach(open.Push);
        }
        else
        {
            AddTyped(schema, rules);
        }
    }

    private void AddTyped(SchemaNode schema, List<int> rules)
    {
        if (schema.Has("enum") || schema.Has("const"))
        {
            rules.Add(RuleOf(schema, "enum", RuleKind.Text, rule => new FixedValues(_json, _counts).Fill(rule, schema, TypesOf(schema))));
            return;
        }

        foreach (string type in TypesOf(schema) ?? [.. InferTypes(schema)])
        {
            rules.Add(RuleOfType(schema, type));
        }
    }

    private int RuleOfType(SchemaNode schema, string type) => type switch
    {
        "object" => RuleOf(schema, type, RuleKind.Nested, rule => FillObject(rule, schema)),
        "array" => RuleOf(schema, type, RuleKind.Nested, rule => FillArray(rule, schema)),
        "string" when !schema.Has("pattern") && !schema.Has("format") && !schema.Has("minLength") && !schema.Has("maxLength") => JsonRules.String,
        "string" => RuleOf(schema, type, RuleKind.Text, rule => Strings.Fill(_json, rule, schema)),
        "integer" when NumberRange.IsFree(schema) => _json.Integer,
        "integer" => RuleOf(schema, type, RuleKind.Text, rule => Numbers.FillInteger(_json, rule, schema)),
        "number" when NumberRange.IsFree(schema) => _json.Number,
        "number" => RuleOf(schema, type, RuleKind.Text, rule => Numbers.FillNumber(_json, rule, schema)),
        "boolean" => _json.Boolean,
        "null" => _json.Null,
        _ => throw schema.Refused("type", $"'{type}' is not a type"),
    };

    private int RuleOf(SchemaNode schema, string type, RuleKind kind, Action<int> fill)
    {
        if (!_rules.TryGetValue((schema.Path, type), out int rule))
        {
            rule = _json.Builder.AddRule(kind);
            _rules.Add((schema.Path, type), rule);
            _unfilled.Enqueue(() => fill(rule));
        }

        return rule;
    }

    private void FillObject(int rule, SchemaNode schema)
    {
        List<(string Name, SchemaNode Value)> properties = schema.Child("properties")?.Members() ?? [];
        HashSet<string> required = Required(schema, properties);
        SchemaNode? others = schema.Child("additionalProperties");
        if (properties.Count == 0)
        {
            FillMap(rule, others);
            return;
        }

        if (others is { IsObject: false } flag)
        {
            _ = flag.Flag();
        }

        Require(_counts.AddProperties(properties.Count), schema, $"brings the schema to more than {_budget.Limits.PropertiesMax} properties");
        var declared = new List<Property>(properties.Count);
        foreach ((string name, SchemaNode value) in properties)
        {
            SchemaNode nested = value with { Nesting = schema.Nesting + 1 };
            declared.Add(new Property(JsonText.OfString(name), Alternatives(nested), required.Contains(name)));
        }

        Structure.FillObject(_json, rule, declared);
    }

    private void FillMap(int rule, SchemaNode? others)
    {
        if (others is { Element.ValueKind: JsonValueKind.False })
        {
            Structure.FillObject(_json, rule, []);
            return;
        }

        Structure.FillMap(_json, rule, others is { } schema ? Alternatives(schema) : _json.Any);
    }

    private static HashSet<string> Required(SchemaNode schema, List<(string Name, SchemaNode Value)> properties)
    {
        var names = properties.Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        Require(names.Count == properties.Count, schema, "declares a property twice");
        var required = new HashSet<string>(StringComparer.Ordinal);
        foreach (SchemaNode element in schema.Child("required")?.Elements() ?? [])
        {
            string name = element.Text();
            Require(names.Contains(name), element, $"names the property '{name}', which 'properties' does not declare");
            required.Add(name);
        }

        return required;
    }

    private void FillArray(int rule, SchemaNode schema)
    {
        if (schema.Child("uniqueItems") is { } unique && unique.Flag())
        {
            throw unique.Refused("unique items are not supported");
        }

        int least = schema.Count("minItems") ?? 0;
        int? most = schema.Count("maxItems");
        Require(!(most < least), schema, $"asks for at least {least} and at most {most} items");
        Structure.FillArray(_json, rule, schema.Child("items") is { } items ? Alternatives(items) : _json.Any, least, most);
    }

    private static List<string>? TypesOf(SchemaNode schema)
    {
        if (schema.Child("type") is not { } type)
        {
            return null;
        }

        List<SchemaNode> types = type.Element.ValueKind == JsonValueKind.Array ? type.Elements() : [type];
        Require(types.Count > 0, type, "must name at least one type");
        var names = types.Select(static t => t.Text()).ToHashSet(StringComparer.Ordinal);
        string? odd = names.FirstOrDefault(static name => name != "integer" && !AllTypes.Contains(name));
        Require(odd is null, type, $"'{odd}' is not a type");
        _ = names.Contains("number") && names.Remove("integer");
        return [.. names];
    }

    /// <summary>What a schema without a type means by its keywords.</summary>
    private static string[] InferTypes(SchemaNode schema)
    {
        string[] types =
        [
            .. IfAny(schema, "object", "properties", "required", "additionalProperties"),
            .. IfAny(schema, "array", "items", "minItems", "maxItems", "uniqueItems"),
            .. IfAny(schema, "string", "pattern", "format", "minLength", "maxLength"),
        ];
        Require(types.Length > 0, schema, "needs a 'type'");
        return types;
    }

    private static string[] IfAny(SchemaNode schema, string type, params ReadOnlySpan<string> keywords)
    {
        foreach (string keyword in keywords)
        {
            if (schema.Has(keyword))
            {
                return [type];
            }
        }

        return [];
    }

    private static void Require(bool holds, SchemaNode schema, string detail)
    {
        if (!holds)
        {
            throw schema.Refused(detail);
        }
    }
}
