using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Portability;

public sealed partial class PortabilityTests
{
    [Fact]
    public void Files_name_no_path_of_one_machine()
    {
        IEnumerable<Offence> offences =
            from file in TextFiles()
            from line in file.Lines
            let path = MachinePath().Match(line.Text)
            where path.Success && !(file.IsUnder("tests") && path.Value.StartsWith("/tmp", StringComparison.Ordinal))
            select file.At(line.Number, path.Value);
        Rule.Holds("A path of a developer's machine works on one machine: make it relative, or ask the system for a folder.", offences);
    }

    [Fact]
    public void Files_name_no_package_registry()
    {
        IEnumerable<Offence> offences =
            from file in TextFiles()
            from line in file.Lines
            let host = RegistryHost().Match(line.Text)
            where host.Success
            select file.At(line.Number, host.Value);
        Rule.Holds("Where packages come from is a setting of the machine that builds, not of the repository.", offences);
    }

    [Fact]
    public void Lock_files_pin_versions_and_not_addresses()
    {
        IEnumerable<Offence> offences =
            from file in TextFiles()
            where LockFile().IsMatch(file.Name)
            from line in file.Lines
            where Address().IsMatch(line.Text)
            select file.At(line.Number, line.Text.Trim());
        Rule.Holds("A lock file holds names, versions and hashes; npm leaves addresses out with omit-lockfile-registry-resolved=true.", offences);
    }

    // A vocabulary is data: its tokens may look like anything.
    private static IEnumerable<RepositoryFile> TextFiles() => Repository.Files.Where(file => file.Name != "tokenizer.json" && !file.IsBinary);

    [GeneratedRegex(@"(?<![\w.~$}\])*-])/(home|root|Users|work|tmp)/[\w.-]+|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(nuget|npmjs|pypi|pythonhosted|crates|proxy[.]golang|rubygems|yarnpkg)[.](org|io|com)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@"^(package-lock\.json|npm-shrinkwrap\.json|.*\.lock|.*\.lock\.json|pnpm-lock\.yaml|go\.sum)$")]
    private static partial Regex LockFile();

    [GeneratedRegex(@"(resolved|tarball|registry|source|index).*https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
