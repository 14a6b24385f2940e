namespace Perennial.Rules;

internal sealed class RuleErrors
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string code, string path, string what) => _all.Add($"{code} {path} {what}.");

    public At For(string path) => new(this, path);

    internal sealed class At(RuleErrors notes, string path)
    {
        public bool HasErrors { get; private set; }

        public void Add(string code, string setting, string what)
        {
            HasErrors = true;
            notes.Add(code, setting.Length == 0 ? path : $"{path}:{setting}", what);
        }

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

internal sealed class RuleException(string code, string what) : Exception(what)
{
    public string Code => code;
}
