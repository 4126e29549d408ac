package import Payments

/// A payment to one address inside a simulated transaction.
package struct SimulatedOutput: Sendable, Hashable {
    /// The receiving address as text.
    package let address: String
    /// What the watched set knows the address by: an output script or an account.
    package let matchBytes: [UInt8]
    /// How much of what.
    package let amount: Amount

    /// Describes a payment.
    package init(address: String, matchBytes: [UInt8], amount: Amount) {
        self.address = address
        self.matchBytes = matchBytes
        self.amount = amount
    }
}
