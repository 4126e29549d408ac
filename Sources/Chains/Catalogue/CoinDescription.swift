package import Payments

/// A coin as the catalogue knows it.
package struct CoinDescription: Sendable, Hashable {
    /// The asset with its decimals on this network, and the network.
    package let coin: Coin
    /// The token's contract; nil for the network's own coin.
    package let contract: String?
    /// What it costs to move a received coin on, in the network's own coin.
    package let networkFee: Amount

    /// Whether it is the network's own coin and not a token.
    package var isNative: Bool { contract == nil }
}
