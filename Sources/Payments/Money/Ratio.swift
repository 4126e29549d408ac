/// An exact fraction of two positive integers in lowest terms.
///
/// Rates and percents are ratios, so that nothing is rounded before the one named rounding.
package struct Ratio: Sendable, Hashable {
    /// The upper integer.
    package let numerator: UInt128
    /// The lower integer, never zero.
    package let denominator: UInt128

    /// One.
    package static let one = Ratio(whole: 1)

    /// A whole number.
    package init(whole: UInt128) {
        numerator = whole
        denominator = 1
    }

    /// A fraction; a zero denominator is an error.
    package init(_ numerator: UInt128, over denominator: UInt128) throws(MoneyError) {
        if denominator == 0 { throw .zero }
        let divisor = Self.greatestCommonDivisor(numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// Reads a plain decimal: `0.92` is 23/25.
    package init(decimal text: some StringProtocol) throws(MoneyError) {
        let decimal = try DecimalText(text)
        guard decimal.decimals <= 38 else { throw .tooManyDecimals(decimalsMax: 38) }
        try self.init(decimal.digits, over: UInt128.powerOfTen(decimal.decimals))
    }

    /// A percentage: 1.5 becomes 3/200.
    package init(percent text: some StringProtocol) throws(MoneyError) {
        try self.init(decimal: text)
        self = try multiplied(by: Ratio(1, over: 100))
    }

    /// Whether the fraction is zero.
    package var isZero: Bool { numerator == 0 }

    /// The exact product.
    package func multiplied(by other: Ratio) throws(MoneyError) -> Ratio {
        let first = try Ratio(numerator, over: other.denominator)
        let second = try Ratio(other.numerator, over: denominator)
        let (upper, upperOverflow) = first.numerator.multipliedReportingOverflow(
            by: second.numerator
        )
        let (lower, lowerOverflow) = first.denominator.multipliedReportingOverflow(
            by: second.denominator
        )
        if upperOverflow || lowerOverflow { throw .overflow }
        return try Ratio(upper, over: lower)
    }

    /// The exact quotient.
    package func divided(by other: Ratio) throws(MoneyError) -> Ratio {
        if other.isZero { throw .zero }
        return try multiplied(by: Ratio(other.denominator, over: other.numerator))
    }

    /// The decimal cut (not rounded) to so many places, without needless zeros.
    package func decimal(places: Int) -> String { decimal(places: places, times: 1) }

    /// The percentage as a decimal without needless zeros, cut to 18 places: 3/200 is `1.5`.
    package var percentText: String { decimal(places: 18, times: 100) }

    private func decimal(places: Int, times factor: UInt128) -> String {
        let scaled = WideInteger(product: numerator, factor, UInt128.powerOfTen(places))
            .dividedWithRemainder(by: WideInteger(denominator)).quotient
        return DecimalText.print(digits: scaled.description, decimals: places, decimalsMin: 0)
    }

    private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return max(left, 1)
    }
}

extension Ratio: Comparable {
    /// Compares by full-width cross multiplication, never by division.
    package static func < (left: Ratio, right: Ratio) -> Bool {
        WideInteger(product: left.numerator, right.denominator)
            < WideInteger(product: right.numerator, left.denominator)
    }
}
