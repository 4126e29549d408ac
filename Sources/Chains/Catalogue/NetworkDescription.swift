package import Keys
package import Payments

/// What is known about a network without asking it.
package struct NetworkDescription: Sendable, Hashable {
    /// The name in commands and in storage: `bsc`.
    package let id: NetworkID
    /// The name for people: `BNB Smart Chain`.
    package let title: String
    /// The number OkiPays gives it; 0 is a number like every other.
    package let okipaysNumber: Int
    /// The name OkiPays gives it.
    package let okipaysName: String
    /// How its addresses are written.
    package let family: AddressFormat.Family
    /// How many blocks must hold a transfer before it counts, unless a merchant says otherwise.
    package internal(set) var confirmations: Int
    /// How many blocks must hold a transfer before it is taken as irreversible.
    package internal(set) var finality: Int
    /// The seconds between two blocks, typically.
    package let blockSeconds: Int
    /// The ticker of its own coin, in which fees are paid.
    package let native: String
    /// The EIP-155 number; nil outside the EVM family.
    package let chainID: Int?
    /// What a payment URI begins with.
    package let uriScheme: String
    /// Its own coin and the tokens on it that can be paid with.
    package let coins: [CoinDescription]

    /// The same network with other depths.
    package func counting(confirmations: Int, finality: Int) -> NetworkDescription {
        var changed = self
        changed.confirmations = confirmations
        changed.finality = finality
        return changed
    }

    /// How addresses are written on one of its chains.
    package func addressFormat(chain: ChainKind) -> AddressFormat {
        AddressFormat(family: family, chain: chain)
    }

    /// The coin of a ticker, or nil where it does not exist on this network.
    package func coin(ticker: String) -> CoinDescription? {
        coins.first { $0.coin.asset.ticker == ticker }
    }
}
