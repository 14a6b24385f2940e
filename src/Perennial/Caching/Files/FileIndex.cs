namespace Perennial.Caching.Files;

/// <summary>
/// Which entries are on the disk, in order of their last use, and how much they take. Room is reserved before anything
/// is written, so the limits hold while files grow and not only afterwards.
/// </summary>
internal sealed class FileIndex
{
    // What a file takes on the disk is counted in blocks; 4 KiB is the usual one.
    private const long Block = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<EntryName, Node> _nodes = [];
    private readonly Node _ring = new(default, 0, 0);
    private readonly long _byteLimit;
    private readonly int _fileLimit;
    private long _bytes;
    private long _reservedBytes;
    private int _reservedFiles;

    public FileIndex(long byteLimit, int fileLimit)
    {
        (_byteLimit, _fileLimit) = (byteLimit, fileLimit);
        (_ring.Newer, _ring.Older) = (_ring, _ring);
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _nodes.Count;
            }
        }
    }

    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    public static long OnDisk(long length) => (length + Block - 1) / Block * Block;

    public bool Contains(EntryName name)
    {
        lock (_lock)
        {
            return _nodes.ContainsKey(name);
        }
    }

    public long? Use(EntryName name)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(name, out var node))
            {
                return null;
            }

            Unlink(node);
            LinkNewest(node);
            return node.Touched;
        }
    }

    /// <summary>Makes room for a file. What has to go is out of the index when this returns; the caller deletes it.</summary>
    /// <returns>Null when it cannot fit.</returns>
    public IReadOnlyList<(EntryName Name, long Length)>? Reserve(long length)
    {
        lock (_lock)
        {
            if (_reservedBytes + OnDisk(length) > _byteLimit || _reservedFiles >= _fileLimit)
            {
                return null;
            }

            _reservedBytes += OnDisk(length);
            _reservedFiles++;
            return TakeOldest(_byteLimit - _reservedBytes, _fileLimit - _reservedFiles);
        }
    }

    public void Release(long length)
    {
        lock (_lock)
        {
            _reservedBytes -= OnDisk(length);
            _reservedFiles--;
        }
    }

    public void Put(EntryName name, long length, long touched)
    {
        lock (_lock)
        {
            Remove(name);
            LinkNewest(Add(name, length, touched));
        }
    }

    /// <summary>Notes a file that was found at start: older than all that are noted already.</summary>
    public void PutOldest(EntryName name, long length, long touched)
    {
        lock (_lock)
        {
            if (!_nodes.ContainsKey(name))
            {
                Link(Add(name, length, touched), _ring.Newer, _ring);
            }
        }
    }

    public void Remove(EntryName name)
    {
        lock (_lock)
        {
            if (_nodes.Remove(name, out var node))
            {
                _bytes -= OnDisk(node.Length);
                Unlink(node);
            }
        }
    }

    public IReadOnlyList<(EntryName Name, long Length)> Shrink(double share = 1)
    {
        lock (_lock)
        {
            return TakeOldest(
                Math.Min(_byteLimit, (long)(_bytes * share)), Math.Min(_fileLimit, (int)(_nodes.Count * share)));
        }
    }

    private List<(EntryName Name, long Length)> TakeOldest(long bytes, int files)
    {
        var taken = new List<(EntryName Name, long Length)>();
        while (_nodes.Count > 0 && (_bytes > bytes || _nodes.Count > files))
        {
            var oldest = _ring.Newer;
            taken.Add((oldest.Name, oldest.Length));
            Remove(oldest.Name);
        }

        return taken;
    }

    private Node Add(EntryName name, long length, long touched)
    {
        _bytes += OnDisk(length);
        return _nodes[name] = new(name, length, touched);
    }

    // A ring: the entry after the mark is the newest, the one before it the oldest.
    private void LinkNewest(Node node) => Link(node, _ring, _ring.Older);

    private static void Link(Node node, Node newer, Node older)
    {
        (node.Newer, node.Older) = (newer, older);
        (newer.Older, older.Newer) = (node, node);
    }

    private static void Unlink(Node node) => (node.Newer.Older, node.Older.Newer) = (node.Older, node.Newer);

    private sealed class Node(EntryName name, long length, long touched)
    {
        public EntryName Name => name;

        public long Length => length;

        public long Touched { get; } = touched;

        public Node Newer { get; set; } = null!;

        public Node Older { get; set; } = null!;
    }
}
