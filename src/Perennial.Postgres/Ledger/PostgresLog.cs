using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using Perennial.Caching;
using Perennial.Caching.Ledger;
using Perennial.Postgres.Database;

namespace Perennial.Postgres.Ledger;

/// <summary>
/// The ledger's numbers in one row, and the last stamps of each tag in one row each, so that it never grows with time. What it
/// is part of (connections, tables) ends with it: it is closed last.
/// </summary>
/// <param name="database">Where it is.</param>
/// <param name="readiness">Whether it can be used.</param>
/// <param name="mayWrite">A build only looks: where a new epoch has to begin, a server begins it.</param>
/// <param name="tagLimit">Tags that are remembered one by one.</param>
/// <param name="owned">What ends with it, in this order.</param>
internal sealed class PostgresLog(
    PostgresDatabase database, Readiness readiness, bool mayWrite, int tagLimit, params IReadOnlyList<IAsyncDisposable> owned) : ILedgerLog
{
    private readonly LogStatements _sql = new(database.Schema);
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _lastRead = -1;
    private long _tagsSinceForgetting;

    public bool IsDurable { get; private set; }

    public Task WaitAsync(CancellationToken cancellationToken) => _bell.Reader.ReadAsync(cancellationToken).AsTask();

    /// <summary>Rings, where what was told is not known yet: an append has read its own number before it is told of it.</summary>
    public void Hear(string payload)
    {
        if (!long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > Interlocked.Read(ref _lastRead))
        {
            Ring();
        }
    }

    public void Ring() => _bell.Writer.TryWrite(true);

    public async ValueTask<LedgerReading> ReadAsync(LedgerPosition after, CancellationToken cancellationToken)
    {
        await readiness.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            await using var read = new NpgsqlCommand(_sql.Read, connection);
            AddRead(read.Parameters, after);
            await using var rows = await read.ExecuteReaderAsync(cancellationToken);
            return await AsOfThisServerAsync(await ReadingOf(rows, after, cancellationToken), cancellationToken);
        }
        catch (PostgresException error) when (Fault.IsMissingTable(error))
        {
            readiness.Doubt();
            throw;
        }
    }

    public async ValueTask<LedgerReading> AppendAsync(IReadOnlyList<StampRequest> requests, LedgerPosition after, CancellationToken cancellationToken)
    {
        await using var connection = await OpenToWriteAsync(cancellationToken);
        var distinct = requests.DistinctBy(static request => request.Id).ToList();
        await using var batch = new NpgsqlBatch(connection);
        AddWriting(batch);
        AddAppend(batch, distinct);
        AddRead(Add(batch, _sql.Read).Parameters, after);
        KnownHead reading;
        IReadOnlyCollection<long> given;
        try
        {
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            await rows.NextResultAsync(cancellationToken);
            await rows.NextResultAsync(cancellationToken);
            given = await rows.ReadAsync(cancellationToken) ? rows.GetFieldValue<long[]>(1) : throw NotApplied(SiteIsGone());
            await rows.NextResultAsync(cancellationToken);
            reading = await ReadingOf(rows, after, cancellationToken);
        }
        catch (Exception error) when (Fault.IsRefusal(error))
        {
            throw NotApplied(error);
        }

        var appended = await AsOfThisServerAsync(reading, cancellationToken);
        await ForgetSometimesAsync(distinct.Sum(static request => request.Tags.Count), cancellationToken);
        return appended with { Given = given };
    }

    public async ValueTask BeginEpochAsync(Guid ended, long above, CancellationToken cancellationToken)
    {
        if (!mayWrite)
        {
            throw new IOException("A build begins no epoch.");
        }

        await readiness.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        AddWriting(batch);
        var begin = Add(batch, _sql.BeginEpoch).Parameters;
        begin.Add(new() { Value = database.Site });
        begin.Add(new() { Value = ended });
        begin.Add(new() { Value = Guid.NewGuid() });
        begin.Add(new() { Value = above });
        begin.Add(new() { Value = database.Channel });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Keeps the number of tags below the limit: the oldest go, and the floor rises over them.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using (var count = new NpgsqlCommand(_sql.Count, connection))
        {
            count.Parameters.Add(new() { Value = database.Site });
            if (await count.ExecuteScalarAsync(cancellationToken) is long few && few <= tagLimit)
            {
                return 0;
            }
        }

        await using var batch = new NpgsqlBatch(connection);
        AddWriting(batch);
        var forget = Add(batch, _sql.Forget).Parameters;
        forget.Add(new() { Value = database.Site });
        forget.Add(new() { Value = tagLimit });
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? (int)rows.GetInt64(0) : 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in owned)
        {
            await part.DisposeAsync();
        }

        await database.DisposeAsync();
    }

    // Until a statement is sent, nothing can have happened.
    private async ValueTask<NpgsqlConnection> OpenToWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await readiness.EnsureAsync(cancellationToken);
            return await database.OpenAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw NotApplied(error);
        }
    }

    private static PerennialException NotApplied(Exception error) =>
        new("PER2110", $"Postgres did not apply the invalidation: {error.Message}", error);

    private IOException SiteIsGone()
    {
        readiness.Doubt();
        return new IOException($"The row of the site '{database.Site}' is gone.");
    }

    private void AddWriting(NpgsqlBatch batch)
    {
        Add(batch, LogStatements.Durably);
        Add(batch, LogStatements.Lock).Parameters.Add(new() { Value = database.LedgerLock });
    }

    private void AddAppend(NpgsqlBatch batch, List<StampRequest> requests)
    {
        var tags = requests.SelectMany(static (request, i) => request.Tags.Select(tag => (Bytes: TagEncoding.ToBytes(tag), Request: i + 1))).ToList();
        var append = Add(batch, _sql.Append).Parameters;
        append.Add(new() { Value = database.Site });
        append.Add(new() { Value = requests.Select(static request => request.Id).ToArray() });
        append.Add(new() { Value = requests.Select(static request => (short)request.Kind).ToArray() });
        append.Add(new() { Value = tags.Select(static tag => tag.Bytes).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        append.Add(new() { Value = tags.Select(static tag => tag.Request).ToArray() });
        append.Add(new() { Value = database.Channel });
    }

    private void AddRead(NpgsqlParameterCollection read, LedgerPosition after)
    {
        read.Add(new() { Value = database.Site });
        read.Add(new() { Value = after.Epoch });
        read.Add(new() { Value = after.Number });
    }

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    private async Task<KnownHead> ReadingOf(NpgsqlDataReader rows, LedgerPosition after, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken))
        {
            throw SiteIsGone();
        }

        var head = new LedgerPosition(rows.GetGuid(0), rows.GetInt64(1));
        var floor = new TagStamps(rows.GetInt64(2), rows.GetInt64(3));
        var isSame = rows.GetBoolean(4);
        IsDurable = rows.GetBoolean(5);
        var isWhole = head.Epoch != after.Epoch;
        var tags = new StampRows(isWhole ? 0 : after.Number);
        for (var isRow = !await rows.IsDBNullAsync(6, cancellationToken); isRow; isRow = await rows.ReadAsync(cancellationToken))
        {
            tags.Add(TagEncoding.FromBytes(rows.GetFieldValue<byte[]>(6)), rows.GetInt64(7), rows.GetInt64(8));
        }

        return new(new(head, tags.ToStamps()) { Floor = floor, IsWhole = isWhole }, isSame);
    }

    private async ValueTask<LedgerReading> AsOfThisServerAsync(KnownHead known, CancellationToken cancellationToken)
    {
        if (!known.IsSame && mayWrite)
        {
            await BeginEpochAsync(known.Reading.Head.Epoch, known.Reading.Head.Number, cancellationToken);
            return await ReadAsync(new(Guid.Empty, 0), cancellationToken) with { EpochBegan = true };
        }

        Interlocked.Exchange(ref _lastRead, known.Reading.Head.Number);
        return known.Reading;
    }

    // A minute between two sweeps is long for who invalidates thousands of tags at once.
    private async Task ForgetSometimesAsync(int tags, CancellationToken cancellationToken)
    {
        if ((_tagsSinceForgetting += tags) > Math.Max(tagLimit / 10, 1))
        {
            _tagsSinceForgetting = 0;
            try
            {
                await ForgetAsync(cancellationToken);
            }
            catch (Exception error) when (Fault.IsOutOfReach(error))
            {
                // What was asked for has happened; the sweep will do this.
            }
        }
    }

    private readonly record struct KnownHead(LedgerReading Reading, bool IsSame);
}
