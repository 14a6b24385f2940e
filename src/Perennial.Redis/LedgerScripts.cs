namespace Perennial.Redis;

/// <summary>
/// The ledger in one hash, and what is done to it: each a script, so that it happens whole and in one order.
/// </summary>
/// <remarks>
/// <code>
/// epoch, run        the identity of the log, and of the process of Redis that it was begun in
/// head, first       the last number; the first one that is still there one by one
/// bytes             of the entries from first to head
/// stale, expired    the floors
/// below, cursor     what is being forgotten, and how far that has come; 0: nothing
/// t{tag}            the last number of each kind, "stale expired"
/// l{number}         kind(1) request(16), then each tag: length(2) bytes
/// </code>
/// One hash and no second key: a server that evicted one of two would leave numbers without stamps. The ids of requests have
/// keys of their own, with a time to live; where they are lost a repeated request is applied again, which is harmless.
/// </remarks>
internal static class LedgerScripts
{
    /// <summary>
    /// Of a server that was started again, or that took another one's place, nobody knows what it has lost: its run id says
    /// that it is another one, and a new epoch begins. A log that is missing begins at 0.
    /// </summary>
    /// <remarks>KEYS[1]: the ledger. ARGV[1]: an epoch, should one begin. ARGV[2]: the bell.</remarks>
    private const string Open = """
        local key = KEYS[1]
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
        local known = redis.call('HMGET', key, 'epoch', 'run', 'head', 'first', 'bytes', 'stale', 'expired', 'below', 'cursor')
        local epoch = known[1]
        local head, first, bytes = tonumber(known[3] or '0'), tonumber(known[4] or '1'), tonumber(known[5] or '0')
        local stale, expired, below = tonumber(known[6] or '0'), tonumber(known[7] or '0'), tonumber(known[8] or '0')
        local cursor = known[9] or '0'
        local begun = 0

        local function save()
            redis.call('HSET', key, 'epoch', epoch, 'run', run, 'head', head, 'first', first, 'bytes', bytes,
                'stale', stale, 'expired', expired, 'below', below, 'cursor', cursor)
        end

        local function begin(above)
            redis.call('PUBLISH', ARGV[2], '')
            for number = first, head do
                redis.call('HDEL', key, 'l' .. number)
            end
            head = math.max(head, above)
            epoch, first, bytes, begun = ARGV[1], head + 1, 0, 1
            save()
        end

        if not epoch or known[2] ~= run then
            begin(0)
        end

        """;

    /// <summary>ARGV[3], ARGV[4]: the epoch and the number that is known.</summary>
    private const string Reading = """

        local function reading(given)
            local from = tonumber(ARGV[4])
            local whole, found = 1, nil
            if ARGV[3] == epoch and from >= first - 1 then
                local names = {}
                for number = from + 1, head do
                    names[#names + 1] = 'l' .. number
                end
                whole, found = 0, #names > 0 and redis.call('HMGET', key, unpack(names)) or {}
            else
                found = redis.call('HGETALL', key)
            end
            return {epoch, head, stale, expired, whole, found, given, begun}
        end

        """;

    public const string Read = Open + Reading + "return reading({})";

    /// <summary>ARGV[3]: the epoch that ends. ARGV[4]: what the numbers of the new one lie above.</summary>
    public const string Begin = Open + """
        if epoch == ARGV[3] then
            begin(tonumber(ARGV[4]))
        end
        return epoch
        """;

    /// <summary>
    /// KEYS[2] and on: the requests. ARGV[5]: who appends. ARGV[6]: seconds that a request is known. ARGV[7]: the limit of tags.
    /// ARGV[8]: numbers that are kept one by one. ARGV[9] and on: the requests, as the log keeps them.
    /// </summary>
    /// <remarks>
    /// The bell rings first: who hears it reads after this script is over, and a user that may not ring has changed nothing. A
    /// request that is known is written, too: WAIT asks for the last write of this connection.
    /// </remarks>
    public const string Append = Open + Reading + """
        redis.call('PUBLISH', ARGV[2], ARGV[5])
        local given, work = {}, 0

        for i = 2, #KEYS do
            if redis.call('SET', KEYS[i], '', 'EX', ARGV[6], 'NX') then
                local request = ARGV[7 + i]
                head = head + 1
                given[#given + 1] = head
                redis.call('HSET', key, 'l' .. head, request)
                bytes = bytes + #request
                local isStale, at = string.byte(request, 1) == 1, 18
                while at <= #request do
                    local size = string.byte(request, at) * 256 + string.byte(request, at + 1)
                    local field = 't' .. string.sub(request, at + 2, at + 1 + size)
                    local s, e = string.match(redis.call('HGET', key, field) or '0 0', '(%d+) (%d+)')
                    redis.call('HSET', key, field, isStale and (head .. ' ' .. e) or (s .. ' ' .. head))
                    at, work = at + 2 + size, work + 1
                end
            else
                redis.call('EXPIRE', KEYS[i], ARGV[6])
            end
        end

        while first <= head and (head - first >= tonumber(ARGV[8]) or bytes > 1048576) do
            bytes = bytes - redis.call('HSTRLEN', key, 'l' .. first)
            redis.call('HDEL', key, 'l' .. first)
            first = first + 1
        end

        """ + Forget + """
        if #given > 0 then
            save()
        end
        return reading(given)
        """;

    /// <summary>
    /// Above the limit of tags the oldest quarter goes, a few with each append, and the floors rise over them. Where that
    /// quarter ends a page of the hash tells: its order is as good as chance.
    /// </summary>
    private const string Forget = """
        local function each(page, visit)
            for i = 1, #page, 2 do
                if string.sub(page[i], 1, 1) == 't' then
                    local s, e = string.match(page[i + 1], '(%d+) (%d+)')
                    visit(page[i], tonumber(s), tonumber(e))
                end
            end
        end

        if below == 0 and redis.call('HLEN', key) - (head - first) - 10 > tonumber(ARGV[7]) then
            local ages = {}
            each(redis.call('HSCAN', key, '0', 'COUNT', 400)[2], function(_, s, e) ages[#ages + 1] = math.max(s, e) end)
            table.sort(ages)
            below, cursor = ages[math.ceil(#ages / 4)] or 0, '0'
        end

        if below > 0 and #given > 0 then
            local page = redis.call('HSCAN', key, cursor, 'COUNT', 64 + 8 * work)
            each(page[2], function(field, s, e)
                if s <= below and e <= below then
                    stale, expired = math.max(stale, s), math.max(expired, e)
                    redis.call('HDEL', key, field)
                end
            end)
            cursor = page[1]
            below = cursor ~= '0' and below or 0
        end

        """;
}
