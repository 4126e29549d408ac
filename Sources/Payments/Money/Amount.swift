/// A quantity of one asset, counted in its smallest unit: 1.5 BTC is 150,000,000 units.
///
/// Arithmetic is exact. Adding amounts of two assets is a programmer's error and traps; a result
/// beyond 128 bits throws. Text is read and printed exactly; there is no floating point.
package struct Amount: Sendable, Hashable {
    /// The number of smallest units.
    package let units: UInt128
    /// What is counted.
    package let asset: Asset

    /// Makes an amount from smallest units.
    package init(units: UInt128, of asset: Asset) {
        self.units = units
        self.asset = asset
    }

    /// Nothing of an asset.
    package static func zero(_ asset: Asset) -> Amount { Amount(units: 0, of: asset) }

    /// Whether there is nothing.
    package var isZero: Bool { units == 0 }

    /// Reads a plain decimal such as `49.90`: digits, at most one point, no sign, no exponent.
    ///
    /// Zeros after the last decimal of the asset are accepted, other digits there are an error.
    package init(decimal text: some StringProtocol, of asset: Asset) throws(MoneyError) {
        let decimal = try DecimalText(text)
        self.init(units: try decimal.scaled(toDecimals: asset.decimals), of: asset)
    }

    /// The sum, or an error where 128 bits are not enough.
    package func adding(_ other: Amount) throws(MoneyError) -> Amount {
        precondition(asset == other.asset, "amounts of two assets cannot be added")
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        if overflow { throw .overflow }
        return Amount(units: sum, of: asset)
    }

    /// What is left, or nothing where the other amount is the larger one.
    package func subtractingOrZero(_ other: Amount) -> Amount {
        precondition(asset == other.asset, "amounts of two assets cannot be subtracted")
        return Amount(units: units > other.units ? units - other.units : 0, of: asset)
    }

    /// The exact decimal without needless zeros: `49.9`, `0`, `0.00003243`.
    package var decimal: String {
        DecimalText.print(units: units, decimals: asset.decimals, decimalsMin: 0)
    }

    /// The exact decimal with every decimal of the asset, as prices are written: `49.90`.
    package var fullDecimal: String {
        DecimalText.print(units: units, decimals: asset.decimals, decimalsMin: asset.decimals)
    }
}

extension Amount: Comparable {
    package static func < (left: Amount, right: Amount) -> Bool {
        precondition(left.asset == right.asset, "amounts of two assets cannot be compared")
        return left.units < right.units
    }
}
