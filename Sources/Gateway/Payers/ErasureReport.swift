import Payments
import Storage

/// How much was erased: numbers, never what it was.
package struct ErasureReport: Sendable, Hashable {
    /// Of how many invoices the payer was forgotten.
    package private(set) var invoices = 0
    /// Of how many customers all but the shop's own id was forgotten.
    package private(set) var customers = 0
    /// How many of the invoices have notifications that the shop has yet to hear: these keep their
    /// bytes until then.
    package private(set) var waiting = 0

    /// Whether there was nothing to erase.
    package var isEmpty: Bool { invoices == 0 && customers == 0 }

    mutating func erase(
        _ invoice: InvoiceID,
        at now: Instant,
        in transaction: Transaction
    ) throws {
        let isWaiting = try transaction.erasePayer(
            of: invoice,
            lookAgainAt: now.advanced(bySeconds: PayerDataEraser.lookAgainSeconds)
        )
        invoices += 1
        if isWaiting { waiting += 1 }
    }

    mutating func erase(_ customer: CustomerID, in transaction: Transaction) throws {
        try transaction.eraseData(of: customer)
        customers += 1
    }

    /// Adds what another one counted.
    mutating func add(_ other: ErasureReport) {
        invoices += other.invoices
        customers += other.customers
        waiting += other.waiting
    }

    /// Writes the numbers into the audit log, where there are any.
    func record(
        of merchant: MerchantID,
        by actor: Actor,
        at now: Instant,
        in transaction: Transaction
    ) throws {
        if isEmpty { return }
        try transaction.record(
            AuditEntry(
                merchant: merchant,
                actor: actor,
                happenedAt: now,
                subject: "payer data",
                before: nil,
                after: "erased from \(counted)"
            )
        )
    }

    /// `3 invoices and 1 customer`.
    package var counted: String {
        func text(_ count: Int, _ noun: String) -> String {
            "\(count) \(noun)\(count == 1 ? "" : "s")"
        }
        return "\(text(invoices, "invoice")) and \(text(customers, "customer"))"
    }
}
