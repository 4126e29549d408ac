package import Payments

/// Everything that is stored about an invoice beside its facts: what a story of it is told from.
package struct InvoiceTrail: Sendable {
    /// Where an address comes from.
    package struct Origin: Sendable, Hashable {
        /// The number of the wallet.
        package let wallet: Int64
        /// Its index in the wallet.
        package let index: UInt32
        /// Whether it is a customer's for good, or the invoice's alone.
        package let isStatic: Bool
    }

    /// The invoice.
    package let stored: InvoiceRecord
    /// Its events, in order.
    package let events: [EventRecord]
    /// The attempts to tell each event, by its number, the first one first.
    package let attempts: [Int64: [AttemptRecord]]
    /// When each mark was made.
    package let marks: [Mark: Instant]
    /// The hash of the block that holds a transfer.
    package let blocks: [Transfer.ID: String]
    /// Where the address of each choice comes from.
    package let origins: [ChoiceID: Origin]
    /// When each of a choice's later quotes was made, in order.
    package let requotes: [ChoiceID: [Instant]]
    /// Whether the key that opened it was revoked since.
    package let isKeyRevoked: Bool
}
