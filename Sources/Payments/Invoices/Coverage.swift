/// How much of the due is paid, as an exact sum of fractions.
///
/// With several choices it is the sum of received ÷ due over them. It is compared by cross
/// multiplication and never turned into a decimal.
struct Coverage: Sendable, Hashable {
    /// What was received, by what it is a part of.
    ///
    /// Parts of one whole are added up at once, so that thousands of tiny payments to one address
    /// do not make integers of thousands of digits.
    private var parts: [WideInteger: WideInteger] = [:]

    /// Adds received × rating ÷ due.
    ///
    /// A due of nothing is covered by anything.
    mutating func add(_ received: UInt128, of due: UInt128, ratedBy rating: Ratio = .one) {
        let part = WideInteger(product: received, rating.numerator)
        let whole = WideInteger(product: max(due, 1), rating.denominator)
        parts[whole] = parts[whole]?.adding(part) ?? part
    }

    /// Whether nothing was received.
    var isZero: Bool { parts.values.allSatisfy(\.isZero) }

    /// Whether more than everything was received.
    var exceedsWhole: Bool {
        let (upper, lower) = sum
        return upper > lower
    }

    /// Whether all but the tolerated fraction was received.
    func reaches(wholeLess tolerance: Ratio) -> Bool {
        let (upper, lower) = sum
        let accepted = tolerance.denominator - min(tolerance.numerator, tolerance.denominator)
        return upper.multiplied(by: WideInteger(tolerance.denominator))
            >= lower.multiplied(by: WideInteger(accepted))
    }

    private var sum: (upper: WideInteger, lower: WideInteger) {
        parts.reduce((upper: WideInteger(0), lower: WideInteger(1))) { sum, part in
            (
                sum.upper.multiplied(by: part.key).adding(part.value.multiplied(by: sum.lower)),
                sum.lower.multiplied(by: part.key)
            )
        }
    }
}
