namespace Site.Illustration;

/// <summary>
/// The layers of a picture, from the back to the front. Each becomes one path, and the style sheet colours it: the class is
/// two letters, because it stands in every picture.
/// </summary>
internal enum Ink
{
    /// <summary>Thick strokes: boughs and canes. <c>wd</c></summary>
    Wood,

    /// <summary>Strokes. <c>st</c></summary>
    Stem,

    /// <summary>The light halves of leaves. <c>lf</c></summary>
    Leaf,

    /// <summary>The dark halves. <c>sh</c></summary>
    Shade,

    /// <summary>Fine strokes: veins, rays, roots, tendrils. <c>vn</c></summary>
    Vein,

    /// <summary>Petals, and fruits. <c>pt</c></summary>
    Petal,

    /// <summary>Petals in the shade. <c>fd</c></summary>
    Fold,

    /// <summary>Petals in the light. <c>lp</c></summary>
    Lip,

    /// <summary>Small round spots. <c>bd</c></summary>
    Bead,

    /// <summary>Larger ones, in the light. <c>dt</c></summary>
    Dot,

    /// <summary>The middle of flowers, and bulbs. <c>ht</c></summary>
    Heart,

    /// <summary>Strokes in the colour of the sheet, over a fruit or a bulb. <c>ln</c></summary>
    Line,
}
