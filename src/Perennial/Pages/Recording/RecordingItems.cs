using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

// An item that is missing here may be set for real visitors by middleware in front of UsePerennial: a tenant, a
// locale.
internal sealed class RecordingItems(Recorder recorder) : IItemsFeature, IDictionary<object, object?>
{
    private readonly Dictionary<object, object?> _items = [];

    IDictionary<object, object?> IItemsFeature.Items { get => this; set { } }

    public ICollection<object> Keys => Read(_items.Keys);

    public ICollection<object?> Values => Read(_items.Values);

    public int Count => Read(_items.Count);

    public bool IsReadOnly => false;

    // As the framework's own: what is not there is null.
    public object? this[object key]
    {
        get => TryGetValue(key, out var value) ? value : null;
        set
        {
            _items[key] = value;
            recorder.Found(key);
        }
    }

    public void Add(object key, object? value)
    {
        _items.Add(key, value);
        recorder.Found(key);
    }

    public void Add(KeyValuePair<object, object?> item) => Add(item.Key, item.Value);

    public bool ContainsKey(object key) => TryGetValue(key, out _);

    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value)
    {
        if (_items.TryGetValue(key, out value))
        {
            return true;
        }

        if (MayBeTheApps(key))
        {
            recorder.Miss(key, $"the item '{key}'");
        }

        return false;
    }

    public bool Contains(KeyValuePair<object, object?> item) => TryGetValue(item.Key, out var value) && Equals(value, item.Value);

    public bool Remove(object key) => _items.Remove(key);

    public bool Remove(KeyValuePair<object, object?> item) => ((ICollection<KeyValuePair<object, object?>>)_items).Remove(item);

    public void Clear() => _items.Clear();

    public void CopyTo(KeyValuePair<object, object?>[] array, int arrayIndex) =>
        Read((ICollection<KeyValuePair<object, object?>>)_items).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<object, object?>> GetEnumerator() => Read(_items.GetEnumerator());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Enumerating the items shows what middleware in front has put there.
    private T Read<T>(T value) => recorder.Read(value, "the items of the request", ReadKind.EveryPage);

    // The framework's keys are objects and types of its own; it looks for many, and none of them is worth a look at the stack.
    private static bool MayBeTheApps(object key) =>
        key is string || key.GetType() == typeof(object) || !AppStackFrame.IsFramework((key as Type ?? key.GetType()).Assembly.GetName().Name);
}
