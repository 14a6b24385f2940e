using System.Diagnostics.CodeAnalysis;
using Perennial.Caching;

namespace Perennial.Testing.Fleet;

/// <summary>One server's connection to a <see cref="MemoryFleet"/>.</summary>
[Experimental("PERNL001")]
public sealed class MemoryNode : IStorageProvider
{
    private readonly MemoryFleet _fleet;
    private readonly NodeLedger _ledger;

    internal MemoryNode(MemoryFleet fleet)
    {
        _fleet = fleet;
        _ledger = new(fleet, this);
    }

    /// <summary>Whether the node reaches what is shared.</summary>
    public bool IsConnected { get; private set; } = true;

    /// <summary>Whether what others do is heard at once; otherwise when it is asked for, as after a notification that was lost.</summary>
    public bool HearsOthers { get; set; } = true;

    /// <summary>Whether an answer is lost on its way, after the server has done what was asked.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>How long this node believes what it knows after it heard of the others last: from now on while it is connected.</summary>
    public TimeSpan TrustFor { get; set; } = TimeSpan.FromSeconds(2);

    internal TimeProvider Time { get; private set; } = TimeProvider.System;

    /// <inheritdoc/>
    public ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        Time = context.Time;
        return new(new StorageParts
        {
            Ledger = _ledger,
            Store = new NodeStore(_fleet.Entries, this),
            Lease = new NodeLease(_fleet.Leases, this),
            StoreIsShared = true,
        });
    }

    /// <summary>The network is gone: every call fails, and nothing is heard.</summary>
    public void Disconnect()
    {
        CutOff();
    }

    /// <summary>The network is back, and the node asks for what it has missed.</summary>
    public void Reconnect()
    {
        IsConnected = true;
        CutOffAt = null;
        _ledger.CatchUp();
    }

    /// <summary>The process is gone without a word: others may have what it held.</summary>
    public void Kill()
    {
        CutOff();
        _fleet.Leases.Free(this);
    }

    /// <summary>When it heard of the others last; null while it does.</summary>
    internal long? CutOffAt { get; private set; }

    internal long TrustedUntil => (CutOffAt ?? Time.GetTimestamp()) + (long)(TrustFor.TotalSeconds * Time.TimestampFrequency);

    internal void Hear()
    {
        if (IsConnected && HearsOthers)
        {
            _ledger.CatchUp();
        }
    }

    internal void ThrowIfCutOff()
    {
        if (!IsConnected)
        {
            throw new IOException("The node is cut off.");
        }
    }

    private void CutOff()
    {
        IsConnected = false;
        CutOffAt ??= Time.GetTimestamp();
    }
}
