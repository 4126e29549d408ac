package import Payments
import Synchronization

/// Tells the open pages of this process that an invoice may have changed.
///
/// Only a hint: who listens also looks from time to time, because another process may have made
/// the change.
package final class InvoiceFeed: Sendable {
    private let bells = Mutex([InvoiceID: [ObjectIdentifier: Bell]]())

    /// Makes a feed nobody listens to.
    package init() {}

    /// Rings for everybody who listens to one of the invoices.
    package func announce(_ invoices: some Sequence<InvoiceID>) {
        let ringing = bells.withLock { bells in
            invoices.flatMap { bells[$0]?.values.map(\.self) ?? [] }
        }
        for bell in ringing { bell.ring() }
    }

    /// A bell that rings for an invoice until it is given back.
    package func listen(to invoice: InvoiceID) -> Bell {
        let bell = Bell()
        bells.withLock { $0[invoice, default: [:]][ObjectIdentifier(bell)] = bell }
        return bell
    }

    /// Ends a listening.
    package func stopListening(to invoice: InvoiceID, with bell: Bell) {
        bells.withLock { bells in
            bells[invoice]?[ObjectIdentifier(bell)] = nil
            if bells[invoice]?.isEmpty == true { bells[invoice] = nil }
        }
    }

    /// How many pages listen.
    package var listenerCount: Int { bells.withLock { $0.values.reduce(0) { $0 + $1.count } } }
}
