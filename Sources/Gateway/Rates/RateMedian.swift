import Chains
import Payments

/// What several prices of one asset at one moment come to.
///
/// It does not depend on their order, and one liar among three or more honest sources cannot move
/// it beyond what the honest ones say.
enum RateMedian: Sendable, Hashable {
    /// The median of those that agree, and at which places they stood.
    case agreed(Ratio, kept: Set<Int>)
    /// No more than half of them agree; those at the places are near the median of all, though.
    case disagreed(near: Set<Int>)

    /// How far from the median of all a price may be and still count.
    static let distanceMax = Ratio.percent(5)

    /// Takes the median, leaves out what is far from it, and takes the median of the rest.
    ///
    /// Two prices agree where they are not farther apart than one may be from a median.
    init(_ prices: [Ratio]) {
        let places = prices.indices.sorted { prices[$0] < prices[$1] }
        guard let low = places.first, let high = places.last,
            let median = Self.middle(of: places.map { prices[$0] })
        else {
            self = .disagreed(near: [])
            return
        }
        if prices.count == 2 {
            let isNear = Self.isNear(prices[high], to: prices[low])
            self = isNear ? .agreed(median, kept: [0, 1]) : .disagreed(near: [])
            return
        }
        let kept = places.filter { Self.isNear(prices[$0], to: median) }
        guard kept.count * 2 > prices.count,
            let agreed = Self.middle(of: kept.map { prices[$0] })
        else {
            self = .disagreed(near: Set(kept))
            return
        }
        self = .agreed(agreed, kept: Set(kept))
    }

    private static func isNear(_ price: Ratio, to median: Ratio) -> Bool {
        Ratio.movement(from: median, to: price, against: distanceMax) != .more
    }

    /// The middle one of sorted prices; of an even number, the mean of the two in the middle.
    private static func middle(of sorted: [Ratio]) -> Ratio? {
        guard !sorted.isEmpty else { return nil }
        let upper = sorted[sorted.count / 2]
        if sorted.count % 2 == 1 { return upper }
        return Ratio.mean(of: sorted[sorted.count / 2 - 1], upper)
    }
}
