using System.Text.Json.Nodes;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

/// <summary>Makes random schemas of the supported subset, and random documents that satisfy them.</summary>
internal sealed class RandomSchema
{
    private const int DepthMax = 4;
    private static readonly string[] Words = ["a", "b", "name", "é", "😀", "\"q\"", "back\\slash", "line\n", "a b", "ab", ""];
    private static readonly string[] Patterns = ["^[a-c]{1,3}$", "^\\d+-[x-z]*$", "[^a-y]", "^(?:ab|cd)?[^\"]$", "^[\\u0400-\\u0420]{2}$"];
    private static readonly string[] PatternTexts = ["ab", "12-xyx", "a!b", "cd'", "ЀЁ"];
    private readonly Random _random;

    public RandomSchema(int seed)
    {
        _random = new Random(seed);
        var definitions = new JsonObject { ["leaf"] = Make(DepthMax - 1) };
        Schema = Make(0);
        definitions["tree"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["v"] = Reference("leaf"), ["down"] = new JsonObject { ["items"] = Reference("tree") } },
            ["required"] = new JsonArray("down"),
        };
        Schema["$defs"] = definitions;
    }

    public JsonObject Schema { get; }

    /// <summary>A document that satisfies the schema.</summary>
    public JsonNode? Instance() => Instance(Schema, 0);

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private JsonObject Make(int depth) => _random.Next(depth < DepthMax ? 12 : 7) switch
    {
        0 => MakeString(),
        1 => MakeInteger(),
        2 => MakeNumber(),
        3 => new JsonObject { ["type"] = "boolean" },
        4 => new JsonObject { ["enum"] = MakeEnum() },
        5 => new JsonObject { ["const"] = Word() },
        6 => new JsonObject { ["type"] = new JsonArray("null", "string"), ["maxLength"] = (long)_random.Next(4) },
        7 => MakeArray(depth),
        8 => new JsonObject { ["anyOf"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Make(depth + 1))]) },
        9 when depth > 0 => Reference(depth < DepthMax - 1 && _random.Next(2) == 0 ? "tree" : "leaf") is var r && depth < DepthMax - 1 ? r : MakeString(),
        10 => new JsonObject { ["type"] = "object", ["additionalProperties"] = Make(depth + 1) },
        _ => MakeObject(depth),
    };

    private JsonObject MakeObject(int depth)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (string name in Words.Take(_random.Next(1, 5)))
        {
            properties[name] = Make(depth + 1);
            if (_random.Next(2) == 0)
            {
                required.Add(name);
            }
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    private JsonObject MakeArray(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Make(depth + 1) };
        int least = _random.Next(3);
        AddSometimes(schema, "minItems", least);
        AddSometimes(schema, "maxItems", least + _random.Next(3));
        return schema;
    }

    private JsonObject MakeString()
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (_random.Next(4))
        {
            case 0:
                schema["pattern"] = Patterns[_random.Next(Patterns.Length)];
                break;
            case 1:
                schema["format"] = ((string[])["date", "uuid", "ipv4"])[_random.Next(3)];
                break;
            case 2:
                int least = _random.Next(4);
                AddSometimes(schema, "minLength", least);
                AddSometimes(schema, "maxLength", least + _random.Next(4));
                break;
        }

        return schema;
    }

    private JsonObject MakeInteger()
    {
        var schema = new JsonObject { ["type"] = "integer" };
        long low = _random.Next(-2000, 2000);
        AddSometimes(schema, "minimum", low);
        AddSometimes(schema, "maximum", low + _random.Next(5000));
        return schema;
    }

    private JsonObject MakeNumber()
    {
        var schema = new JsonObject { ["type"] = "number" };
        long low = _random.Next(-20, 20);
        AddSometimes(schema, _random.Next(2) == 0 ? "minimum" : "exclusiveMinimum", low);
        AddSometimes(schema, _random.Next(2) == 0 ? "maximum" : "exclusiveMaximum", low + 1 + _random.Next(50));
        return schema;
    }

    private JsonArray MakeEnum() =>
        new([.. Enumerable.Range(0, _random.Next(1, 5)).Select(i => i % 3 == 0 ? JsonValue.Create(i) : (JsonNode)Word())]);

    private void AddSometimes(JsonObject schema, string keyword, long value)
    {
        if (_random.Next(2) == 0)
        {
            schema[keyword] = value;
        }
    }

    private JsonValue Word() => JsonValue.Create(Words[_random.Next(Words.Length)]);

    private JsonNode? Instance(JsonObject schema, int depth)
    {
        if (schema["$ref"] is { } reference)
        {
            return Instance((JsonObject)Schema["$defs"]![reference.GetValue<string>()[8..]]!, depth + 1);
        }

        if (schema["anyOf"] is JsonArray choices)
        {
            return Instance((JsonObject)choices[_random.Next(choices.Count)]!, depth);
        }

        if (schema["enum"] is JsonArray values)
        {
            return values[_random.Next(values.Count)]!.DeepClone();
        }

        if (schema["const"] is { } value)
        {
            return value.DeepClone();
        }

        return schema["type"] is JsonArray ? (_random.Next(2) == 0 ? null : Text(schema)) : (schema["type"]?.GetValue<string>() ?? "array") switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, depth),
            "string" => Text(schema),
            "integer" => JsonValue.Create(Whole(schema)),
            "number" => Fraction(schema),
            _ => JsonValue.Create(_random.Next(2) == 0),
        };
    }

    private JsonObject Object(JsonObject schema, int depth)
    {
        var made = new JsonObject();
        if (schema["properties"] is not JsonObject properties)
        {
            foreach (string name in Words.Take(_random.Next(3)))
            {
                made[name] = Instance((JsonObject)schema["additionalProperties"]!, depth + 1);
            }

            return made;
        }

        var required = ((JsonArray)schema["required"]!).Select(name => name!.GetValue<string>()).ToHashSet();
        foreach ((string name, JsonNode? property) in properties)
        {
            if (required.Contains(name) || _random.Next(2) == 0)
            {
                made[name] = Instance((JsonObject)property!, depth + 1);
            }
        }

        return made;
    }

    private JsonArray Array(JsonObject schema, int depth)
    {
        int least = (int?)(long?)schema["minItems"] ?? 0;
        int most = (int?)(long?)schema["maxItems"] ?? least + (depth > 6 ? 0 : 2);
        int count = _random.Next(least, most + 1);
        return new JsonArray([.. Enumerable.Range(0, count).Select(_ => Instance((JsonObject)schema["items"]!, depth + 1))]);
    }

    private JsonNode Text(JsonObject schema)
    {
        if (schema["pattern"] is { } pattern)
        {
            return PatternTexts[System.Array.IndexOf(Patterns, pattern.GetValue<string>())];
        }

        if (schema["format"] is { } format)
        {
            return format.GetValue<string>() switch { "date" => "2024-02-28", "uuid" => Guid.NewGuid().ToString(), _ => "10.0.255.1" };
        }

        int least = (int?)(long?)schema["minLength"] ?? 0;
        int count = _random.Next(least, ((int?)(long?)schema["maxLength"] ?? least + 9) + 1);
        return string.Concat(Enumerable.Range(0, count).Select(_ => ((string[])["a", " ", "é", "😀", "\"", "\\", "\n", "/"])[_random.Next(8)]));
    }

    private long Whole(JsonObject schema)
    {
        long low = (long?)schema["minimum"] ?? (long?)schema["maximum"] - 1000 ?? -5000;
        return _random.NextInt64(low, ((long?)schema["maximum"] ?? low + 10000) + 1);
    }

    private JsonValue Fraction(JsonObject schema)
    {
        long low = (long?)schema["minimum"] ?? (long?)schema["exclusiveMinimum"] ?? (long?)schema["maximum"] - 9 ?? (long?)schema["exclusiveMaximum"] - 9 ?? -20;
        return JsonValue.Create(low + 0.25m + (0.5m * _random.Next(2)));
    }
}
