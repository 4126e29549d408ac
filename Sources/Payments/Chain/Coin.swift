/// An asset on a network: USDT on tron.
///
/// For a token, the catalogue also knows its contract.
package struct Coin: Sendable, Hashable {
    /// The chain it moves on.
    package let network: NetworkID
    /// What moves.
    package let asset: Asset

    /// Pairs an asset with a network.
    package init(_ asset: Asset, on network: NetworkID) {
        self.asset = asset
        self.network = network
    }
}
