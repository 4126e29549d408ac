/// How many blocks must hold a payment on a network, from a worth on.
package struct ConfirmationRule: Sendable, Hashable {
    /// The network.
    package let network: NetworkID
    /// Applies to invoices worth this many dollars or more.
    package let fromDollars: Amount
    /// How many blocks; 0 counts at first sight, which whoever pays may still take back.
    package let confirmations: Int

    /// The most blocks that can be asked for.
    package static let confirmationsMax = 1_000

    /// Describes a rule.
    package init(network: NetworkID, fromDollars: Amount, confirmations: Int) {
        self.network = network
        self.fromDollars = fromDollars
        self.confirmations = confirmations
    }
}
