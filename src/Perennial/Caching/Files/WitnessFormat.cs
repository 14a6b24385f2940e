using System.Security.Cryptography;

namespace Perennial.Caching.Files;

/// <summary>The witness of the ledger as bytes.</summary>
/// <remarks>
/// <code>
/// file = slot(512) slot(512)
/// slot = magic "PRLW" version(1) opened(1) zero(2) turn(8) epoch(16) number(8) machine(16) birth(8) sum(16) zero(432)
/// sum  = the first 16 bytes of the SHA-256 of what stands before it in its slot
/// </code>
/// The slots are written in turn, so that the earlier one stands while the other is written; the larger turn counts.
/// </remarks>
internal static class WitnessFormat
{
    public const int Length = 2 * SlotLength;
    public const int SlotLength = 512;
    private const byte Version = 1;
    private const int SumLength = 16;
    private const int SumOffset = 64;

    private static ReadOnlySpan<byte> Magic => "PRLW"u8;

    public static byte[] Slot(Witness witness, long turn)
    {
        var writer = new WireWriter(SlotLength);
        writer.Bytes(Magic);
        writer.Bytes([Version, (byte)(witness.IsOpened ? 1 : 0), 0, 0]);
        writer.Int64(turn);
        writer.Guid(witness.Position.Epoch);
        writer.Int64(witness.Position.Number);
        writer.Guid(witness.Folder.Machine);
        writer.Int64(witness.Folder.Birth);
        writer.Bytes(SHA256.HashData(writer.Written).AsSpan(0, SumLength));
        writer.Bytes(new byte[SlotLength - writer.Length]);
        return writer.Written.ToArray();
    }

    public static Witness? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length is not Length)
        {
            return null;
        }

        var (first, second) = (ReadSlot(file[..SlotLength]), ReadSlot(file[SlotLength..]));
        return second is null || first?.Turn > second.Value.Turn ? first?.Witness : second.Value.Witness;
    }

    private static (Witness Witness, long Turn)? ReadSlot(ReadOnlySpan<byte> slot)
    {
        if (!SHA256.HashData(slot[..SumOffset]).AsSpan(0, SumLength).SequenceEqual(slot.Slice(SumOffset, SumLength)))
        {
            return null;
        }

        var reader = new WireReader(slot);
        if (!reader.Bytes(4).SequenceEqual(Magic) || reader.Byte() is not Version)
        {
            return null;
        }

        var isOpened = reader.Byte() is not 0;
        reader.Bytes(2);
        var turn = reader.Int64();
        var position = new LedgerPosition(reader.Guid(), reader.Int64());
        return (new(position, isOpened, new(reader.Guid(), reader.Int64())), turn);
    }
}
