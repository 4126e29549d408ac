package import Payments
import Storage

/// Takes payers' questions about transactions, and tells the answers.
///
/// It asks no network: the question is stored, and `InquiryKeeper` looks into it.
package struct InquiryDesk: Sendable {
    /// What became of a question.
    package enum Outcome: Sendable, Hashable {
        /// It is being looked into.
        case asked
        /// The text is no hash of a transaction.
        case malformed
        /// There are as many questions on the invoice as there may be.
        case tooMany
        /// The client asks too often, or too many wait: later.
        case later
    }

    /// A question with its answer of now.
    package struct Answered: Sendable, Hashable {
        /// The 64 digits of the transaction's hash.
        package let txid: String
        /// What is known.
        package let answer: InquiryAnswer
        /// When something new was found last; nil while nobody has looked.
        package let answeredAt: Instant?
    }

    /// The longest text that is looked through.
    package static let textBytesMax = 2_000

    private let gateway: Gateway
    private let pace: InquiryPace
    private let limits: InquiryLimits

    /// A desk over a gateway's parts; who asks keeps its pace.
    package init(_ gateway: Gateway, pace: InquiryPace = InquiryPace()) {
        self.gateway = gateway
        self.pace = pace
        limits = InquiryLimits()
    }

    /// Takes a question that a client asks on an invoice.
    package func ask(
        _ text: String,
        on invoice: InvoiceID,
        from client: String
    ) async throws -> Outcome {
        guard text.utf8.count <= Self.textBytesMax, let hash = TransactionHash(pasted: text) else {
            return .malformed
        }
        let now = gateway.time.now()
        guard pace.allows(client, at: now) else { return .later }
        let limits = limits
        let outcome = try await gateway.store.write { transaction in
            try transaction.ask(hash, on: invoice, limits: limits, at: now)
        }
        switch outcome {
        case .asked:
            gateway.inquiryBell.ring()
            gateway.feed.announce([invoice])
            return .asked
        case .tooMany: return .tooMany
        case .busy: return .later
        }
    }

    /// The questions on an invoice, the newest first, with what is known now.
    package func answers(for stored: InvoiceRecord) async throws -> [Answered] {
        let id = stored.invoice.id
        let inquiries = try await gateway.store.read { try $0.inquiries(of: id) }
        return inquiries.map {
            Answered(txid: $0.txid, answer: stored.answer(to: $0), answeredAt: $0.answeredAt)
        }
    }
}
