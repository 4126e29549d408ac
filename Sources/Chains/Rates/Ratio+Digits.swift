package import Payments

extension Ratio {
    /// How many decimals a price has at most.
    package static let priceDecimalsMax = 18

    /// So many percent.
    package static func percent(_ whole: UInt128) -> Ratio {
        guard let ratio = try? Ratio(whole, over: 100) else { preconditionFailure("a hundred") }
        return ratio
    }

    /// The number cut (not rounded) to so many leading digits, and to 18 decimals at most.
    ///
    /// What has no more digits than that stays exactly what it is. Quotients of two numbers that
    /// were cut to 18 digits fit 128 bits.
    package func cut(toDigits digitsMax: Int) -> Ratio {
        let whole = numerator / denominator
        var places = digitsMax
        if whole > 0 {
            places = max(0, digitsMax - String(whole).count)
        } else {
            // Zeros between the point and the first digit do not count.
            var scaled = numerator
            while places < Self.priceDecimalsMax, scaled <= denominator / 10 {
                scaled *= 10
                places += 1
            }
        }
        let text = decimal(places: min(places, Self.priceDecimalsMax))
        return (try? Ratio(decimal: text)) ?? self
    }

    /// The number halfway between two; nil where it does not fit.
    package static func mean(of first: Ratio, _ second: Ratio) -> Ratio? {
        let common = first.denominator.multipliedReportingOverflow(by: second.denominator)
        let double = common.partialValue.multipliedReportingOverflow(by: 2)
        let left = first.numerator.multipliedReportingOverflow(by: second.denominator)
        let right = second.numerator.multipliedReportingOverflow(by: first.denominator)
        let sum = left.partialValue.addingReportingOverflow(right.partialValue)
        guard !common.overflow, !double.overflow, !left.overflow, !right.overflow, !sum.overflow
        else { return nil }
        return try? Ratio(sum.partialValue, over: double.partialValue)
    }
}
