/// How much of the due is paid, as an exact sum of fractions.
///
/// With several choices it is the sum of received ÷ due over them. It is compared by cross
/// multiplication and never turned into a decimal.
struct Coverage: Sendable, Hashable {
    private var upper = WideInteger(0)
    private var lower = WideInteger(1)

    /// Adds received × rating ÷ due. A due of nothing is covered by anything.
    mutating func add(_ received: UInt128, of due: UInt128, ratedBy rating: Ratio = .one) {
        let part = WideInteger(product: received, rating.numerator)
        let whole = WideInteger(product: max(due, 1), rating.denominator)
        upper = upper.multiplied(by: whole).adding(part.multiplied(by: lower))
        lower = lower.multiplied(by: whole)
    }

    /// Whether nothing was received.
    var isZero: Bool { upper.isZero }

    /// Whether more than everything was received.
    var exceedsWhole: Bool { upper > lower }

    /// Whether all but the tolerated fraction was received.
    func reaches(wholeLess tolerance: Ratio) -> Bool {
        let accepted = tolerance.denominator - min(tolerance.numerator, tolerance.denominator)
        return upper.multiplied(by: WideInteger(tolerance.denominator))
            >= lower.multiplied(by: WideInteger(accepted))
    }
}
