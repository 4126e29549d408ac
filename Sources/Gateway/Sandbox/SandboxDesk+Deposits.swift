import Chains
import Keys
package import Payments
import Storage

/// What is paid to an address in the sandbox, without asking which invoice wants it.
package struct SandboxDeposit: Sendable, Hashable {
    /// As people write it.
    package let address: String
    /// A decimal of the coin.
    package let amount: String
    /// The network and the coin, where they are not those the address was issued for.
    package let wish: CoinWish
    /// Whether what confirmations need is mined.
    package let isConfirmed: Bool

    /// Describes a payment to an address.
    package init(address: String, amount: String, wish: CoinWish, isConfirmed: Bool) {
        self.address = address
        self.amount = amount
        self.wish = wish
        self.isConfirmed = isConfirmed
    }
}

/// What came of a payment to an address in the sandbox.
package struct SandboxReceipt: Sendable, Hashable {
    /// The transaction.
    package let txid: String
    /// What was paid.
    package let amount: Amount
    /// In which coin.
    package let coin: Coin
    /// To which address.
    package let address: String
    /// How many blocks were mined for it.
    package let blocksMined: Int
}

/// An address that was issued, with the coin it was issued for.
private struct IssuedPlace: Sendable {
    let coin: Coin
    let address: String
    let confirmations: Int
}

extension SandboxDesk {
    /// Pays any address that was issued, in its own coin or in another one of its network.
    package func deposit(_ deposit: SandboxDeposit) async throws -> SandboxReceipt {
        let place = try await place(of: deposit)
        let network = place.coin.network
        let ticker = deposit.wish.ticker ?? place.coin.asset.ticker
        guard let coin = gateway.networks[network]?.description.coin(ticker: ticker)?.coin else {
            throw SandboxRefusal.noSuchCoin(ticker, on: network)
        }
        guard let amount = try? Amount(decimal: deposit.amount, of: coin.asset), !amount.isZero
        else { throw SandboxRefusal.badAmount }
        let txid = try await send(
            output(of: amount, to: place.address, on: network),
            on: network
        )
        let blocks = deposit.isConfirmed ? place.confirmations : 0
        if blocks > 0 { _ = try await mine(network, blocks: blocks) }
        return SandboxReceipt(
            txid: txid,
            amount: amount,
            coin: coin,
            address: place.address,
            blocksMined: blocks
        )
    }

    /// The issued address that is meant; one key may have given it on several networks.
    private func place(of deposit: SandboxDeposit) async throws -> IssuedPlace {
        let networks = gateway.networks.keys.sorted().filter {
            (deposit.wish.network ?? $0) == $0
        }
        if networks.isEmpty { throw SandboxRefusal.unknownNetwork }
        let spellings = networks.map { network in
            (network, decoded(deposit.address, on: network)?.canonicalText ?? deposit.address)
        }
        let places = try await gateway.store.read { transaction in
            try spellings.compactMap { network, text in
                try Self.place(of: text, on: network, in: transaction)
            }
        }
        guard let place = places.first else { throw SandboxRefusal.addressNotIssued }
        if places.count > 1 { throw SandboxRefusal.networkNeeded(places.map(\.coin.network)) }
        return place
    }

    private static func place(
        of address: String,
        on network: NetworkID,
        in transaction: Transaction
    ) throws -> IssuedPlace? {
        switch try transaction.owner(of: address, on: network) {
        case nil: return nil
        case .staticAddress(let id):
            return try transaction.staticAddress(id).map {
                IssuedPlace(coin: $0.coin, address: address, confirmations: $0.confirmations)
            }
        case .choice(let id, of: let invoice):
            let choices = try transaction.invoice(invoice)?.facts.choices
            return choices?.first { $0.id == id }.map {
                IssuedPlace(
                    coin: $0.quote.coin,
                    address: address,
                    confirmations: $0.confirmations
                )
            }
        }
    }
}
