/// What can go wrong when money is added, converted or read from text.
package enum MoneyError: Error, Hashable, Sendable {
    /// The result does not fit 128 bits.
    case overflow
    /// The text is not a plain decimal number.
    case notADecimal
    /// The text has more decimals than its asset.
    case tooManyDecimals(decimalsMax: Int)
    /// A rate or a divisor is zero.
    case zero
    /// The price of a coin in an asset that money is stated in is not known.
    case priceMissing(ticker: String)
}
