namespace InferenceGateway.Inference.Tests.StructuredOutput;

public sealed class SchemaKeywordTests
{
    public static TheoryData<string, string[], string[]> Supported => new()
    {
        { """{"type":"string"}""", ["\"\"", "\"a b\"", "\"\\n\\u00e9\\uD83D\\ude00é😀\""], ["\"", "a", "\"\\ud83d\"", "\"\\uDE00\"", "\"\\x\"", "\"a\nb\"", "1"] },
        { """{"type":"integer"}""", ["0", "-1", "9223372036854775807", "-9223372036854775808"], ["01", "-0", "1.0", "9223372036854775808", "1e2", ""] },
        { """{"type":"number"}""", ["0", "-0", "1.5", "-12.25e-3", "1E+9"], ["01", ".5", "1.", "1e", "1e100", "+1"] },
        { """{"type":"boolean"}""", ["true", "false"], ["True", "null", "tru"] },
        { """{"type":"null"}""", ["null"], ["nul", "\"null\""] },
        { """{"type":["string","null"]}""", ["null", "\"x\""], ["1"] },
        { """{"type":["integer","number"]}""", ["1", "1.5"], ["\"1\""] },
        { """{"type":"object"}""", ["{}", """{"a":1,"b":[true,{}]}"""], ["[]", "{a:1}", """{"a":1,}"""] },
        { """{"type":"array"}""", ["[]", """[1,"a",[null],{"x":{}}]"""], ["{}", "[1,]", "[,1]", "[1 2]"] },
        { "{}", ["{}", "[]", "1", "\"a\"", "null"], ["", "a"] },
        { "true", ["{}", "1.5"], [""] },
        { """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}},"required":["a","b"],"additionalProperties":false}""",
            ["""{"a":1,"b":"x"}""", "{ \"a\": 1,\n  \"b\": \"x\"\n}"], ["{}", """{"a":1}""", """{"b":"x","a":1}""", """{"a":1,"b":"x","c":1}""", """{"a" :1,"b":"x"}"""] },
        { """{"properties":{"a":{"type":"integer"},"b":{"type":"boolean"},"c":{"type":"null"}},"required":["b"]}""",
            ["""{"b":true}""", """{"a":1,"b":true}""", """{"b":true,"c":null}""", """{"a":1,"b":false,"c":null}"""], ["{}", """{"a":1}""", """{,"b":true}""", """{"a":1,"c":null}"""] },
        { """{"properties":{"a":{"type":"integer"}}}""", ["{}", "{ }", """{"a":1}"""], ["""{"b":1}""", "{,}"] },
        { """{"type":"object","additionalProperties":false}""", ["{}"], ["""{"a":1}"""] },
        { """{"type":"object","additionalProperties":{"type":"integer"}}""", ["{}", """{"x":1,"é":2}"""], ["""{"x":"1"}"""] },
        { """{"type":"object","properties":{"\"q\\":{"type":"null"}},"required":["\"q\\"]}""", ["""{"\"q\\":null}"""], ["""{"q":null}"""] },
        { """{"enum":["a","ab","é",1,1.5,null,true,{"k":[1,2]}]}""", ["\"a\"", "\"ab\"", "\"é\"", "1", "1.5", "null", "true", """{"k":[1,2]}"""], ["\"b\"", "2", "false", "\"\""] },
        { """{"type":"string","enum":["a",1]}""", ["\"a\""], ["1"] },
        { """{"type":["integer","null"],"enum":[1.5,2,null]}""", ["2", "null"], ["1.5"] },
        { """{"const":"x\ny"}""", ["\"x\\ny\""], ["\"xy\""] },
        { """{"anyOf":[{"type":"integer"},{"type":"object","properties":{"a":{"type":"null"}},"required":["a"]},{"enum":["z"]}]}""",
            ["1", """{"a":null}""", "\"z\""], ["\"y\"", "{}"] },
        { """{"anyOf":[{"properties":{"k":{"const":"a"},"x":{"type":"integer"}},"required":["k","x"]},{"properties":{"k":{"const":"b"},"y":{"type":"string"}},"required":["k","y"]}]}""",
            ["""{"k":"a","x":1}""", """{"k":"b","y":"s"}"""], ["""{"k":"a","y":"s"}""", """{"k":"b","x":1}"""] },
        { """{"$ref":"#/$defs/n~1m%20o","$defs":{"n/m o":{"type":"null"}}}""", ["null"], ["1"] },
        { """{"$ref":"#/definitions/d","definitions":{"d":{"type":"boolean"}}}""", ["true"], ["1"] },
        { """{"type":"object","properties":{"v":{"type":"integer"},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["v","next"]}""",
            ["""{"v":1,"next":null}""", """{"v":1,"next":{"v":2,"next":{"v":3,"next":null}}}"""], ["""{"v":1,"next":{}}""", """{"v":1,"next":{"v":2,"next":null}"""] },
        { """{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", ["null"], ["1"] },
        { """{"type":"array","items":{"type":"integer"}}""", ["[]", "[1]", "[1, 2]"], ["[\"1\"]"] },
        { """{"items":{"type":"integer"},"minItems":2}""", ["[1,2]", "[1,2,3]"], ["[]", "[1]"] },
        { """{"items":{"type":"integer"},"maxItems":2}""", ["[]", "[1]", "[1,2]"], ["[1,2,3]"] },
        { """{"items":{"type":"integer"},"minItems":1,"maxItems":3,"uniqueItems":false}""", ["[1]", "[1,2,3]"], ["[]", "[1,2,3,4]"] },
        { """{"type":"array","maxItems":0}""", ["[]", "[ ]"], ["[1]"] },
        { """{"type":"string","minLength":2}""", ["\"ab\"", "\"é😀\"", "\"abcdef\""], ["\"a\"", "\"\"", "\"😀\"", "\"\\ud83d\\ude00\""] },
        { """{"maxLength":2}""", ["\"\"", "\"ab\"", "\"\\ud83d\\ude00a\""], ["\"abc\""] },
        { """{"type":"string","minLength":1,"maxLength":1}""", ["\"a\"", "\"\\n\""], ["\"\"", "\"ab\""] },
        { """{"type":"integer","minimum":5,"maximum":120}""", ["5", "9", "10", "99", "100", "119", "120"], ["4", "121", "0", "-5", "1", "12 "] },
        { """{"type":"integer","minimum":-30,"maximum":7}""", ["-30", "-29", "-9", "-1", "0", "7"], ["-31", "8", "-0", "-300"] },
        { """{"type":"integer","exclusiveMinimum":0}""", ["1", "10"], ["0", "-1"] },
        { """{"type":"integer","minimum":1.5,"exclusiveMaximum":3}""", ["2"], ["1", "3"] },
        { """{"type":"number","minimum":0,"maximum":1}""", ["0", "0.5", "1", "1.0"], ["-0.1", "1.1", "2", "1.01"] },
        { """{"type":"number","exclusiveMinimum":0}""", ["0.01", "1", "12.5"], ["0", "0.0", "-1"] },
        { """{"type":"number","minimum":-2,"exclusiveMaximum":2}""", ["-2", "-2.0", "-1.5", "-0.5", "0", "1.9"], ["-2.1", "2", "2.0", "3"] },
        { """{"type":"number","exclusiveMinimum":-1,"exclusiveMaximum":0}""", ["-0.5"], ["-1", "0", "-0", "-0.0", "-1.0"] },
        { """{"type":"string","pattern":"^[A-Z]{2}-\\d{3,4}$"}""", ["\"AB-123\"", "\"AB-1234\""], ["\"AB-12\"", "\"ab-123\"", "\"AB-12345\""] },
        { """{"pattern":"^(?:a|b+)*?c?$"}""", ["\"\"", "\"abbac\""], ["\"d\"", "\"cc\""] },
        { """{"pattern":"b"}""", ["\"b\"", "\"abc\"", "\"é\\nb\""], ["\"ac\""] },
        { """{"pattern":"^x|y$"}""", ["\"xa\"", "\"ay\""], ["\"ax\""] },
        { """{"pattern":"^[^a-z\\]]\\.[\\w-]\\u00e9\\\\$"}""", ["\"A.-é\\\\\"", "\"\\\".xé\\\\\"", "\"😀.0é\\\\\""], ["\"a.-é\\\\\"", "\"].-é\\\\\""] },
        { """{"pattern":"^[\\u0400-\\u04FF😀-😎]+\\s\\S\\D\\W.$"}""", ["\"яж😃 aa!b\""], ["\"a aa!b\"", "\"я aa!\\n\""] },
        { """{"format":"date"}""", ["\"2024-02-28\"", "\"1999-12-31\""], ["\"2024-02-30\"", "\"2024-13-01\"", "\"0000-01-01\"", "\"24-01-01\""] },
        { """{"format":"time"}""", ["\"23:59:59Z\"", "\"00:00:00.5+02:00\""], ["\"24:00:00Z\"", "\"12:00:00\""] },
        { """{"format":"date-time"}""", ["\"2024-02-28T10:11:12Z\""], ["\"2024-02-28\"", "\"2024-02-28 10:11:12Z\""] },
        { """{"format":"duration"}""", ["\"P1Y2M3DT4H5M6S\"", "\"PT5M\"", "\"P2W\""], ["\"P\"", "\"P1H\"", "\"PT\""] },
        { """{"format":"email"}""", ["\"a.b+c@x-y.org\""], ["\"a@b\"", "\"@x.org\"", "\"a@-x.org\""] },
        { """{"format":"hostname"}""", ["\"localhost\"", "\"a.b-c.d\""], ["\"-a\"", "\"a..b\""] },
        { """{"format":"ipv4"}""", ["\"255.0.10.1\""], ["\"256.0.0.1\"", "\"1.2.3\"", "\"01.2.3.4\""] },
        { """{"format":"ipv6"}""", ["\"::1\"", "\"fe80::1\"", "\"1:2:3:4:5:6:7:8\"", "\"::\""], ["\"1:2:3\"", "\":1\"", "\"::1::\""] },
        { """{"format":"uuid"}""", ["\"123e4567-e89b-12d3-a456-426614174000\""], ["\"123e4567e89b12d3a456426614174000\""] },
        { """{"$schema":"s","$id":"i","title":"t","description":"d","default":1,"examples":[1],"deprecated":true,"readOnly":true,"writeOnly":false,"$comment":"c","x-order":1,"type":"null"}""",
            ["null"], ["1"] },
    };

    public static TheoryData<string, string, string> Unsupported => new()
    {
        { """{"properties":{"a":{"oneOf":[]}}}""", "#/properties/a/oneOf", "'oneOf'" },
        { """{"allOf":[]}""", "#/allOf", "'allOf'" },
        { """{"not":{}}""", "#/not", "'not'" },
        { """{"if":{}}""", "#/if", "'if'" },
        { """{"then":{}}""", "#/then", "'then'" },
        { """{"else":{}}""", "#/else", "'else'" },
        { """{"type":"object","patternProperties":{}}""", "#/patternProperties", "'patternProperties'" },
        { """{"type":"object","propertyNames":{}}""", "#/propertyNames", "'propertyNames'" },
        { """{"type":"object","minProperties":1}""", "#/minProperties", "'minProperties'" },
        { """{"type":"object","maxProperties":1}""", "#/maxProperties", "'maxProperties'" },
        { """{"type":"object","dependentRequired":{}}""", "#/dependentRequired", "'dependentRequired'" },
        { """{"type":"object","dependentSchemas":{}}""", "#/dependentSchemas", "'dependentSchemas'" },
        { """{"type":"object","unevaluatedProperties":false}""", "#/unevaluatedProperties", "'unevaluatedProperties'" },
        { """{"type":"array","prefixItems":[]}""", "#/prefixItems", "'prefixItems'" },
        { """{"type":"array","contains":{}}""", "#/contains", "'contains'" },
        { """{"type":"array","uniqueItems":true}""", "#/uniqueItems", "unique" },
        { """{"type":"number","multipleOf":2}""", "#/multipleOf", "'multipleOf'" },
        { """{"type":"number","minimum":0.5}""", "#", "0.5" },
        { """{"type":"string","contentEncoding":"base64"}""", "#/contentEncoding", "'contentEncoding'" },
        { """{"type":"string","format":"uri"}""", "#/format", "'uri'" },
        { """{"type":"string","nullable":true}""", "#/nullable", "'nullable'" },
        { """{"properties":{"a":{"$id":"x"}}}""", "#/properties/a/$id", "'$id'" },
        { """{"$ref":"#/$defs/a","type":"null"}""", "#/type", "'$ref'" },
        { """{"anyOf":[{}],"type":"null"}""", "#/type", "'anyOf'" },
        { """{"enum":[1],"minimum":0}""", "#/minimum", "'enum'" },
        { """{"const":1,"enum":[1]}""", "#/const", "'enum'" },
        { """{"pattern":"a","minLength":1}""", "#/minLength", "'pattern'" },
        { """{"pattern":"a","format":"date"}""", "#/format", "'pattern'" },
        { """{"format":"date","maxLength":1}""", "#/maxLength", "'format'" },
        { """{"minimum":1}""", "#", "'type'" },
        { """{"$ref":"https://example.org/x"}""", "#/$ref", "https://example.org/x" },
        { """{"$ref":"#/properties/a"}""", "#/$ref", "'#/properties/a'" },
        { """{"$ref":"#/$defs/missing"}""", "#/$ref", "does not exist" },
        { """{"properties":{"a/b":{"items":{"type":"int"}}}}""", "#/properties/a~1b/items/type", "'int'" },
        { """{"type":"object","properties":{"a":{"type":"null"}},"required":["b"]}""", "#/required/0", "'b'" },
    };

    public static TheoryData<string, string> Malformed => new()
    {
        { "1", "#" }, { "null", "#" }, { """{"type":1}""", "#/type" }, { """{"type":[]}""", "#/type" }, { """{"type":[1]}""", "#/type/0" },
        { """{"anyOf":{}}""", "#/anyOf" }, { """{"anyOf":[]}""", "#/anyOf" }, { """{"anyOf":[1]}""", "#/anyOf/0" }, { """{"enum":1}""", "#/enum" },
        { """{"enum":[]}""", "#" }, { """{"type":"null","enum":[1]}""", "#" }, { """{"$ref":1}""", "#/$ref" }, { """{"properties":[]}""", "#/properties" },
        { """{"properties":{"a":1}}""", "#/properties/a" }, { """{"type":"object","required":"a"}""", "#/required" },
        { """{"type":"object","required":[1]}""", "#/required/0" }, { """{"properties":{"a":{}},"additionalProperties":1}""", "#/additionalProperties" },
        { """{"items":1}""", "#/items" }, { """{"type":"array","minItems":-1}""", "#/minItems" }, { """{"type":"array","minItems":"1"}""", "#/minItems" },
        { """{"type":"array","minItems":3,"maxItems":2}""", "#" }, { """{"minLength":1.5}""", "#/minLength" }, { """{"minLength":3,"maxLength":2}""", "#" },
        { """{"type":"integer","minimum":"1"}""", "#/minimum" }, { """{"type":"integer","minimum":2,"maximum":1}""", "#" },
        { """{"type":"integer","minimum":1e300}""", "#/minimum" }, { """{"type":"number","minimum":1,"exclusiveMaximum":1}""", "#" },
        { """{"pattern":1}""", "#/pattern" }, { """{"format":1}""", "#/format" }, { """{"type":"array","uniqueItems":1}""", "#/uniqueItems" },
        { """{"properties":{"a":{"type":"null"},"a":{"type":"null"}}}""", "#" }, { """{"const":"\ud800"}""", "#/const" },
        { """{"properties":{"\ud800":{}}}""", "#/properties" }, { """{"pattern":"\ud800"}""", "#/pattern" },
    };

    [Theory]
    [MemberData(nameof(Supported))]
    public void Schema_of_supported_keywords_takes_its_documents_only(string schema, string[] valid, string[] invalid)
    {
        var grammar = Grammars.Schema(schema);

        Assert.All(valid, text => Assert.True(Grammars.Accepts(grammar, text), text));
        Assert.All(invalid, text => Assert.False(Grammars.Accepts(grammar, text), text));
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void Schema_of_unsupported_keyword_is_refused_with_its_place(string schema, string path, string named)
    {
        var fault = Grammars.Refused(schema);

        Assert.Equal(path, fault.Path);
        Assert.Contains(named, fault.Detail, StringComparison.Ordinal);
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsClientFault);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Schema_that_is_malformed_or_contradicts_itself_is_refused_with_its_place(string schema, string path) =>
        Assert.Equal(path, Grammars.Refused(schema).Path);

    [Theory]
    [InlineData("(?=a)", "'(?'")]
    [InlineData("(?!a)", "'(?'")]
    [InlineData("(?<=a)b", "'(?'")]
    [InlineData("(?<n>a)", "'(?'")]
    [InlineData("(?i)a", "'(?'")]
    [InlineData("(a)\\1", "'\\1'")]
    [InlineData("\\bword", "'\\b'")]
    [InlineData("\\p{L}", "'\\p'")]
    [InlineData("(^a)", "anchor '^'")]
    [InlineData("a$b", "anchor '$'")]
    [InlineData("(a$)", "anchor '$'")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("a{", "count")]
    [InlineData("a{3,2}", "count")]
    [InlineData("a{99999}", "10000")]
    [InlineData("(a", "'('")]
    [InlineData("a)", "')'")]
    [InlineData("[a", "too early")]
    [InlineData("[z-a]", "wrong way")]
    [InlineData("[\\d-z]", "one character")]
    [InlineData("a\\", "too early")]
    [InlineData("\\x1", "hexadecimal")]
    [InlineData("\\ud800", "surrogate")]
    public void Pattern_that_is_not_regular_or_malformed_is_refused(string pattern, string named)
    {
        var fault = Grammars.Refused($$"""{"type":"string","pattern":{{System.Text.Json.JsonSerializer.Serialize(pattern)}}}""");

        Assert.Equal("#/pattern", fault.Path);
        Assert.Contains(named, fault.Detail, StringComparison.Ordinal);
    }
}
