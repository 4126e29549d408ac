/// An exact fraction of two integers of any size, for sums and products beyond `Ratio`.
///
/// It is not kept in lowest terms: finding them costs more than the few sums a quote makes.
struct WideRatio: Sendable {
    /// The upper integer.
    let numerator: WideInteger
    /// The lower integer, never zero.
    let denominator: WideInteger

    /// Nothing.
    static let zero = WideRatio(WideInteger(0), over: WideInteger(1))

    /// A fraction; a zero denominator traps.
    init(_ numerator: WideInteger, over denominator: WideInteger) {
        precondition(!denominator.isZero, "a fraction of nothing")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The sum; sums of one denominator keep it.
    func adding(_ other: WideRatio) -> WideRatio {
        if other.numerator.isZero { return self }
        if numerator.isZero { return other }
        if denominator == other.denominator {
            return WideRatio(numerator.adding(other.numerator), over: denominator)
        }
        return WideRatio(
            numerator.multiplied(by: other.denominator)
                .adding(other.numerator.multiplied(by: denominator)),
            over: denominator.multiplied(by: other.denominator)
        )
    }

    /// The product with a fraction of 128 bits.
    func multiplied(by ratio: Ratio) -> WideRatio {
        WideRatio(
            numerator.multiplied(by: WideInteger(ratio.numerator)),
            over: denominator.multiplied(by: WideInteger(ratio.denominator))
        )
    }

    /// The smallest integer that is not below, where 128 bits hold it.
    func roundedUp() throws(MoneyError) -> UInt128 {
        let (quotient, remainder) = numerator.dividedWithRemainder(by: denominator)
        let rounded = remainder.isZero ? quotient : quotient.adding(WideInteger(1))
        guard let units = rounded.narrowed else { throw .overflow }
        return units
    }
}

extension WideRatio {
    /// The largest integer that is not above; nil where 128 bits do not hold it.
    var roundedDown: UInt128? { numerator.dividedWithRemainder(by: denominator).quotient.narrowed }

    /// A fraction of 128 bits.
    init(_ ratio: Ratio) {
        self.init(WideInteger(ratio.numerator), over: WideInteger(ratio.denominator))
    }
}

extension WideRatio: Comparable {
    // Two fractions may be equal in value and differ in terms, so equality multiplies as well.
    static func == (left: WideRatio, right: WideRatio) -> Bool {
        left.numerator.multiplied(by: right.denominator)
            == right.numerator.multiplied(by: left.denominator)
    }

    static func < (left: WideRatio, right: WideRatio) -> Bool {
        left.numerator.multiplied(by: right.denominator)
            < right.numerator.multiplied(by: left.denominator)
    }
}
