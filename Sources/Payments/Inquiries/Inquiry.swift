/// A payer's question about a transaction: "I have paid, here is the hash".
///
/// It is stored when asked and answered by a service that may ask networks; the page shows the
/// answer once there is one.
package struct Inquiry: Sendable, Hashable {
    /// The invoice on whose page it was asked.
    package let invoice: InvoiceID
    /// The 64 digits of the transaction's hash in lower case, without `0x`; see `TransactionHash`.
    package let txid: String
    /// When it was asked last.
    package let askedAt: Instant
    /// When it was answered; nil while nobody has looked.
    package let answeredAt: Instant?
    /// What was found out by looking at networks; nil while nobody has looked.
    ///
    /// What the invoice's own facts say about the transaction goes before it, always.
    package let finding: Finding?

    /// Describes a question.
    package init(
        invoice: InvoiceID,
        txid: String,
        askedAt: Instant,
        answeredAt: Instant?,
        finding: Finding?
    ) {
        self.invoice = invoice
        self.txid = txid
        self.askedAt = askedAt
        self.answeredAt = answeredAt
        self.finding = finding
    }
}

extension Inquiry {
    /// What the networks say about a transaction that is not among an invoice's facts.
    package enum Finding: Sendable, Hashable {
        /// It waits on the invoice's network and pays it. `isFeeLow`: for less than what others
        /// pay now, so it may take long.
        case waiting(network: NetworkID, isFeeLow: Bool)
        /// It is in a block and pays the invoice; Florin records it with its next look.
        case recorded(network: NetworkID)
        /// It was known once and another transaction took its place.
        case replaced(network: NetworkID)
        /// It failed on its network and moved nothing.
        case failed(network: NetworkID)
        /// It is there and pays something to this invoice's address that is no coin of Florin's.
        case wrongToken(network: NetworkID, contract: String)
        /// It is there, on another network than was chosen, and pays none of the invoice's
        /// addresses.
        case wrongNetwork(NetworkID)
        /// It is there and pays none of the invoice's addresses.
        case notToThisInvoice(network: NetworkID)
        /// No network knows it.
        case unknown
        /// A network could not be asked; it is tried again.
        case outOfReach
    }
}

/// What a payer is told about a transaction: the facts of the invoice first, then the finding.
package enum InquiryAnswer: Sendable, Hashable {
    /// Nobody has looked yet.
    case looking
    /// It is among the invoice's transfers.
    case known(TransferFact)
    /// It is not, and this was found.
    case found(Inquiry.Finding)
    /// The text is no transaction hash of any network.
    case malformed
}
