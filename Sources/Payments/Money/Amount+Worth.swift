extension Amount {
    /// What this is worth in another asset at the price of one whole, rounded down; nil where 128
    /// bits do not hold it.
    package func worth(at price: Ratio, in other: Asset) -> Amount? {
        let upper = WideInteger(product: units, price.numerator, other.unitsPerWhole)
        let lower = WideInteger(product: price.denominator, asset.unitsPerWhole)
        return WideRatio(upper, over: lower).roundedDown.map { Amount(units: $0, of: other) }
    }
}
