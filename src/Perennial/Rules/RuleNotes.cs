namespace Perennial.Rules;

/// <summary>Gathers what is wrong with the rules, each with its place.</summary>
internal sealed class RuleNotes
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string code, string path, string what) => _all.Add($"{code} {path} {what}.");

    /// <summary>Notes of one rule.</summary>
    public At For(string path) => new(this, path);

    internal sealed class At(RuleNotes notes, string path)
    {
        public bool HasErrors { get; private set; }

        public void Add(string code, string setting, string what)
        {
            HasErrors = true;
            notes.Add(code, setting.Length == 0 ? path : $"{path}:{setting}", what);
        }

        /// <summary>The result, or null and a note of what is wrong.</summary>
        public T? Try<T>(string setting, Func<T> make)
            where T : class
        {
            try
            {
                return make();
            }
            catch (RuleException error)
            {
                Add(error.Code, setting, error.Message);
                return null;
            }
        }
    }
}
