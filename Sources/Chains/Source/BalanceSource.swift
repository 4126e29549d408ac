package import Payments

/// An account that waits for money, and what is known to have come to it.
package struct WaitingAccount: Sendable, Hashable {
    /// The 20 bytes of the account.
    package let matchBytes: [UInt8]
    /// The address as Florin issued it.
    package let address: String
    /// What it held when it was issued and what known transfers of the network's own coin in blocks
    /// added, in smallest units.
    package let received: UInt128

    /// Describes an account.
    package init(matchBytes: [UInt8], address: String, received: UInt128) {
        self.matchBytes = matchBytes
        self.address = address
        self.received = received
    }
}

/// A source whose blocks do not show everything: contracts move the network's own coin unseen.
///
/// A wallet that is a contract, or an exchange's splitter, pays by a call in a transaction; only
/// the receiver's balance tells of it.
package protocol BalanceSource: ChainSource {
    /// What accounts hold after a block of the network's own coin, in smallest units.
    ///
    /// Answer: In the order of the accounts; nil where the server no longer knows, because it keeps
    ///   the state of recent blocks only.
    func balances(of accounts: [[UInt8]], at height: UInt64) async throws -> [UInt128?]

    /// What came to waiting accounts without showing in a block, found by their balances.
    ///
    /// `block`: The last block whose effects are stored, which holds the transfers that are found.
    /// Errors: `ChainError`, also where the block is no longer on the best chain: nothing is known
    ///   then.
    func internalTransfers(
        to accounts: [WaitingAccount],
        at block: BlockID
    ) async throws -> [Transfer]
}
