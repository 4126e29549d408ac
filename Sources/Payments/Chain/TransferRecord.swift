/// A transfer as it is stored, with what it is for and how far it is.
///
/// Unlike `TransferFact` it is not seen from an invoice: deposits and orphans are told of as well.
package struct TransferRecord: Sendable, Hashable {
    /// What a transfer is for, in one word: what lists are filtered by.
    package enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// An invoice whose payer chose the coin.
        case invoice
        /// An invoice whose coin and amount the shop fixed.
        case order
        /// A customer's static address, and no invoice.
        case customer
        /// The merchant's own static address.
        case merchant
        /// Nothing: it came to an invoice in another asset than was asked for.
        case foreign
        /// Nothing: it came to an invoice that the merchant ended.
        case ended

        /// Whether it belongs to no open invoice and to no static address.
        package var isOrphan: Bool { self == .foreign || self == .ended }
    }

    /// The transfer.
    package let transfer: Transfer
    /// What it is for.
    package let purpose: Purpose
    /// The invoice it came to, or nil for a deposit.
    package let invoice: InvoiceID?
    /// The choice whose address it went to.
    package let choice: ChoiceID?
    /// The static address it went to, where it is one.
    package let staticAddress: StaticAddressID?
    /// Where it is.
    package let position: TransferFact.Position
    /// Whether it is irreversible.
    package let isFinal: Bool
    /// How many blocks hold it.
    package let confirmations: UInt64
    /// How many blocks must hold it before it counts.
    package let needed: Int
    /// Whether it is known at what rate it counts.
    package let isRated: Bool
    /// When it was made known.
    package let arrivedAt: Instant

    /// Describes a stored transfer.
    package init(
        transfer: Transfer,
        purpose: Purpose,
        invoice: InvoiceID?,
        choice: ChoiceID?,
        staticAddress: StaticAddressID?,
        position: TransferFact.Position,
        isFinal: Bool,
        confirmations: UInt64,
        needed: Int,
        isRated: Bool,
        arrivedAt: Instant
    ) {
        self.transfer = transfer
        self.purpose = purpose
        self.invoice = invoice
        self.choice = choice
        self.staticAddress = staticAddress
        self.position = position
        self.isFinal = isFinal
        self.confirmations = confirmations
        self.needed = needed
        self.isRated = isRated
        self.arrivedAt = arrivedAt
    }

    /// How far it is; what waits for its rate does not count yet.
    package var state: Deposit.State {
        let state = Deposit.State(
            position: position,
            isFinal: isFinal,
            confirmations: confirmations,
            needed: needed
        )
        return state == .processed && !isRated ? .pending : state
    }
}
