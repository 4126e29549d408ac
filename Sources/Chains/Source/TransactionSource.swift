package import Payments

/// A place to ask about a single transaction by its hash: what a payer's question is answered from.
///
/// What it says is shown to a payer and credits nothing: money counts only when a `ChainSource`
/// finds it in a block. So it takes one server's word.
package protocol TransactionSource: Sendable {
    /// The network it tells about.
    var network: NetworkID { get }

    /// Where a transaction is and what it pays to some accounts; nil where nobody knows it.
    ///
    /// `accounts`: What addresses are recognised by, output scripts or 20-byte accounts.
    /// Errors: `ChainError`; nothing is known about the transaction then.
    func transaction(
        _ hash: TransactionHash,
        payingTo accounts: Set<[UInt8]>
    ) async throws -> TransactionSighting?
}

/// A transaction as a server sees it now.
package struct TransactionSighting: Sendable, Hashable {
    /// Where a transaction is.
    package enum Position: Sendable, Hashable {
        /// It waits for a block. `isFeeLow`: it offers less than half of what others pay now.
        case waiting(isFeeLow: Bool)
        /// It is in a block of the best chain; the hash is nil where the server does not tell it.
        case inBlock(height: UInt64, hash: String?)
        /// It is in a block and moved nothing.
        case failed
        /// Another transaction took its place, or everybody dropped it.
        case gone
    }

    /// Something that it gives to one of the accounts.
    package enum Payment: Sendable, Hashable {
        /// A coin that the catalogue knows.
        case coin(Amount)
        /// A token of a contract that the catalogue does not know.
        case unknownToken(contract: String)
    }

    /// Where it is.
    package let position: Position
    /// What it gives to the accounts that were asked for.
    package let payments: [Payment]
    /// Whether it may give more than can be seen, because it runs code that nobody has run yet, or
    /// whose steps the server does not tell.
    package let mayPayUnseen: Bool

    /// Describes a transaction.
    package init(position: Position, payments: [Payment], mayPayUnseen: Bool = false) {
        self.position = position
        self.payments = payments
        self.mayPayUnseen = mayPayUnseen
    }
}

extension TransactionSighting.Position {
    /// Whether an offer is below half of what is usual now; what is not known is not low.
    static func isLow(_ offer: Ratio?, against usual: Ratio?) -> Bool {
        guard let offer, let usual,
            let twice = try? offer.multiplied(by: Ratio(whole: 2))
        else { return false }
        return twice < usual
    }
}
