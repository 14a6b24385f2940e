using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.Telemetry;

/// <summary>Listens to the meter of one app, as an exporter does.</summary>
public sealed class MeterNotes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _written = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _observed = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);

    public MeterNotes(TestSite site)
    {
        // The names are process-wide; the factory is the app's own.
        var factory = site.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Perennial" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public IEnumerable<Instrument> Instruments => _instruments.Values;

    /// <summary>What was added to a counter, or is observed, by its tags.</summary>
    public Dictionary<string, double> Sums(string name)
    {
        if (_instruments[name].IsObservable)
        {
            _observed.Clear();
            _listener.RecordObservableInstruments();
        }

        return (_instruments[name].IsObservable ? _observed : _written).Where(note => note.Name == name)
            .GroupBy(static note => note.Tags, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Sum(static note => note.Value), StringComparer.Ordinal);
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new List<string>();
        foreach (var tag in tags)
        {
            text.Add($"{tag.Key}={tag.Value}");
        }

        (instrument.IsObservable ? _observed : _written).Enqueue((instrument.Name, value, string.Join(' ', text)));
    }
}
