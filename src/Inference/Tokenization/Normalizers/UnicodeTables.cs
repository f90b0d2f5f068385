using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace InferenceGateway.Inference.Tokenization.Normalizers;

/// <summary>
/// Unicode's decompositions and compositions. The runtime leaves normalization to ICU, which is absent when
/// globalization is invariant; then it returns every text unchanged, without an error.
/// </summary>
internal sealed class UnicodeTables
{
    private const string Resource = "unicode_normalization.txt";

    private static readonly Lazy<UnicodeTables> Loaded = new(() => new UnicodeTables());

    private readonly FrozenDictionary<int, Rune[]> _canonical;
    private readonly FrozenDictionary<int, Rune[]> _compatible;
    private readonly FrozenDictionary<(int First, int Second), Rune> _compositions;
    private readonly FrozenDictionary<int, byte> _classes;

    private UnicodeTables()
    {
        var canonical = new Dictionary<int, Rune[]>();
        var compatible = new Dictionary<int, Rune[]>();
        var compositions = new Dictionary<(int, int), Rune>();
        var classes = new Dictionary<int, byte>();
        foreach (string line in ReadLines())
        {
            switch (line.IndexOfAny(['+', '=', '~', ':']) is int at and >= 0 ? line[at] : '#')
            {
                case '=':
                    AddDecomposition(line.Split('='), canonical);
                    break;
                case '~':
                    AddDecomposition(line.Split('~'), compatible);
                    break;
                case '+':
                    string[] sum = line.Split('+', '=');
                    compositions.Add((Hex(sum[0]), Hex(sum[1])), new Rune(Hex(sum[2])));
                    break;
                case ':':
                    AddClasses(line.Split('-', ':'), classes);
                    break;
            }
        }

        _canonical = canonical.ToFrozenDictionary();
        _compatible = compatible.ToFrozenDictionary();
        _compositions = compositions.ToFrozenDictionary();
        _classes = classes.ToFrozenDictionary();
    }

    public static UnicodeTables Instance => Loaded.Value;

    /// <summary>A character's full decomposition; empty when it has none.</summary>
    public ReadOnlySpan<Rune> Decompose(Rune rune, bool compatible) =>
        compatible && _compatible.TryGetValue(rune.Value, out Rune[]? parts) || _canonical.TryGetValue(rune.Value, out parts) ? parts : [];

    /// <summary>The character that two neighbours form, if there is one.</summary>
    public Rune? Compose(Rune first, Rune second) =>
        _compositions.TryGetValue((first.Value, second.Value), out Rune composed) ? composed : null;

    /// <summary>Where a character stands among the marks on one letter; zero for letters themselves.</summary>
    public int CombiningClass(Rune rune) => _classes.GetValueOrDefault(rune.Value);

    private static IEnumerable<string> ReadLines()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(typeof(UnicodeTables), Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                yield return line;
            }
        }
    }

    private static void AddDecomposition(string[] sides, Dictionary<int, Rune[]> table) =>
        table.Add(Hex(sides[0]), [.. sides[1].Split(' ').Select(part => new Rune(Hex(part)))]);

    private static void AddClasses(string[] range, Dictionary<int, byte> classes)
    {
        for (int code = Hex(range[0]); code <= Hex(range[1]); code++)
        {
            classes.Add(code, byte.Parse(range[2], CultureInfo.InvariantCulture));
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
