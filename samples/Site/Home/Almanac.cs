namespace Site.Home;

/// <summary>Three jobs for each month.</summary>
internal static class Almanac
{
    private static readonly string[][] Months =
    [
        [
            "Prune apples and pears while the branches are bare, and leave plums until summer.",
            "Sort the seed box: throw out parsnip and onion from the year before last.",
            "Stand back from frosted grass, and read.",
        ],
        [
            "Cut autumn raspberries to the ground before the new canes move.",
            "Sow broad beans in pots on a cold windowsill.",
            "Lift and divide snowdrops as they fade, with the leaves still green.",
        ],
        [
            "Cut down what stood all winter, now that its lodgers have woken.",
            "Sow the hardy annuals: marigold, love-in-a-mist, cornflower.",
            "Mulch the borders while the soil is damp and the shoots are short.",
        ],
        [
            "Sow carrots and beetroot when the first weeds appear: the soil is warm enough for both.",
            "Prick out tomatoes, holding each by a leaf and never by its stem.",
            "Put supports over the tall perennials before they need them.",
        ],
        [
            "Harden off tender plants for a fortnight; a cold night still comes late in the month.",
            "Sow runner beans where they are to climb.",
            "Cut the tall asters by a third, and they will flower shorter and for longer.",
        ],
        [
            "Sow biennials for next year: foxglove, honesty, sweet rocket.",
            "Water deeply once a week instead of a little each evening.",
            "Leave some aphids: the ladybirds have to eat as well.",
        ],
        [
            "Pick sweet peas every other day, or they stop.",
            "Sow the last carrots, and kale for winter.",
            "Cut hardy geraniums to the ground for fresh leaves in three weeks.",
        ],
        [
            "Collect ripe seed on dry afternoons, in paper and with a name.",
            "Sow salads for autumn in the shade of something tall.",
            "Order bulbs before the good ones are gone.",
        ],
        [
            "Plant daffodils and alliums; tulips can wait.",
            "Divide the early perennials while the ground is warm.",
            "Start a new compost heap before the old one is needed.",
        ],
        [
            "Plant garlic, and take in the last tomatoes, green or not.",
            "Move what stands in the wrong place.",
            "Rake leaves off lawns and paths into a heap of their own.",
        ],
        [
            "Plant tulips now that the soil has turned cold.",
            "Sow broad beans where the winters are mild.",
            "Leave the seedheads standing: they are a larder and a lodging.",
        ],
        [
            "Check the stakes and ties of young trees before the gales do.",
            "Spread compost over empty beds, and let the worms take it down.",
            "Sharpen, oil and hang up everything with an edge.",
        ],
    ];

    public static IReadOnlyList<string> Jobs(int month) => Months[month - 1];
}
