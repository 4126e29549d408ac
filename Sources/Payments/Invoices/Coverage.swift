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

    /// Adds received ÷ due.
    ///
    /// A due of nothing is covered by anything.
    mutating func add(_ received: WideRatio, of due: UInt128) {
        let whole = received.denominator.multiplied(by: WideInteger(max(due, 1)))
        parts[whole] = parts[whole]?.adding(received.numerator) ?? received.numerator
    }

    /// Whether nothing was received.
    var isZero: Bool { parts.values.allSatisfy(\.isZero) }

    /// Whether more than everything was received.
    var exceedsWhole: Bool { sum > WideRatio(.one) }

    /// Whether all but the tolerated fraction was received.
    func reaches(wholeLess tolerance: Ratio) -> Bool {
        let accepted = tolerance.denominator - min(tolerance.numerator, tolerance.denominator)
        return sum
            >= WideRatio(WideInteger(accepted), over: WideInteger(tolerance.denominator))
    }

    /// How much of a due is not covered, rounded up: what still has to be sent.
    func missing(of due: UInt128) -> UInt128 {
        let covered = sum
        guard covered < WideRatio(.one) else { return 0 }
        let rest = covered.denominator.subtracting(covered.numerator)
        let missing = WideRatio(
            rest.multiplied(by: WideInteger(due)),
            over: covered.denominator
        )
        return (try? missing.roundedUp()) ?? due
    }

    /// How much more than a due was received, rounded down.
    func excess(of due: UInt128) -> UInt128 {
        let covered = sum
        guard covered > WideRatio(.one) else { return 0 }
        let rest = covered.numerator.subtracting(covered.denominator)
        return WideRatio(
            rest.multiplied(by: WideInteger(due)),
            over: covered.denominator
        ).roundedDown ?? .max
    }

    private var sum: WideRatio {
        parts.reduce(.zero) { sum, part in
            sum.adding(WideRatio(part.value, over: part.key))
        }
    }
}
