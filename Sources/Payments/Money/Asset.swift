/// Something with a ticker and decimals: USD, EUR, BTC, USDT.
///
/// Fiat money and coins are the same kind of thing. An asset says nothing of the network it moves
/// on; `Coin` does.
package struct Asset: Sendable, Hashable {
    /// The upper-case ticker, such as `USDT`.
    package let ticker: String
    /// How many decimals one whole unit has: 2 for USD, 8 for BTC, 18 for ETH.
    package let decimals: Int

    /// The most decimals an asset may have, so that a power of ten stays far below 128 bits.
    package static let decimalsMax = 24

    /// Makes an asset.
    ///
    /// Decimals outside 0...24 are a programmer's error and trap.
    package init(ticker: String, decimals: Int) {
        precondition((0...Self.decimalsMax).contains(decimals), "decimals out of range")
        self.ticker = ticker
        self.decimals = decimals
    }

    /// The number of smallest units in one whole unit.
    package var unitsPerWhole: UInt128 { UInt128.powerOfTen(decimals) }
}

extension UInt128 {
    /// Ten to a power of 0...38.
    static func powerOfTen(_ exponent: Int) -> UInt128 {
        precondition((0...38).contains(exponent), "power of ten out of range")
        return (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
