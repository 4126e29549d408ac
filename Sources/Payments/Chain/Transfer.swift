/// Value that a transaction moves to a watched address.
///
/// A transaction that pays one address twice makes two transfers, told apart by `index`: the output
/// number on Bitcoin-like chains, the log index (or nothing else in it) on the others.
package struct Transfer: Sendable, Hashable {
    /// What tells a transfer from every other one, for ever.
    package struct ID: Sendable, Hashable {
        /// The chain.
        package let network: NetworkID
        /// The transaction id as nodes print it.
        package let txid: String
        /// The output or log index.
        package let index: UInt32

        /// Names a transfer.
        package init(network: NetworkID, txid: String, index: UInt32) {
            self.network = network
            self.txid = txid
            self.index = index
        }
    }

    /// Its identity.
    package let id: ID
    /// The receiving address as Florin issued it.
    package let address: String
    /// How much of what; never rounded.
    package let amount: Amount

    /// Describes a transfer as seen on its chain.
    package init(id: ID, address: String, amount: Amount) {
        self.id = id
        self.address = address
        self.amount = amount
    }
}
