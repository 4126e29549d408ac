package import Payments
import Storage

/// An event as the log of notifications lists it.
package struct DeliveryEntry: Sendable {
    /// The event.
    package let event: EventRecord
    /// The code of the invoice it is about; nil for deposits.
    package let code: InvoiceCode?
    /// The last attempt to tell it, or nil.
    package let attempt: AttemptRecord?
}

/// An event with everything that was done to tell it.
package struct DeliveryStory: Sendable {
    /// The event.
    package let entry: DeliveryEntry
    /// The last attempts, the newest first.
    package let attempts: [AttemptRecord]
    /// The bytes and headers, or nil where none were made.
    package let record: DeliveryRecord?
}

/// What became of the wish to send a notification again.
package enum ResendOutcome: Sendable, Hashable {
    /// It goes out now.
    case sending
    /// There are no bytes to send: nothing was to be told, or its turn has not come.
    case nothingToSend
    /// The merchant has no such event.
    case notFound
}

extension DeliveryDesk {
    /// How many attempts of one event are shown: more than the ladder makes.
    private static let attemptsShownMax = 50

    /// A merchant's events before a number, the newest first.
    package func log(
        of merchant: MerchantID,
        before number: Int64?,
        limit: Int
    ) async throws -> [DeliveryEntry] {
        try await gateway.store.read { transaction in
            try transaction.newestEvents(of: merchant, before: number, limit: limit).map { event in
                try Self.entry(of: event, in: transaction)
            }
        }
    }

    /// Everything about a merchant's event, or nil where there is none.
    package func story(_ number: Int64, of merchant: MerchantID) async throws -> DeliveryStory? {
        let found = try await gateway.store.read { transaction in
            guard let event = try transaction.event(number, of: merchant) else {
                return nil as (DeliveryEntry, [AttemptRecord], Found?)?
            }
            return (
                try Self.entry(of: event, in: transaction),
                try transaction.attempts(of: event, limit: Self.attemptsShownMax),
                try Self.found(event, in: transaction)
            )
        }
        guard let (entry, attempts, notification) = found else { return nil }
        return DeliveryStory(
            entry: entry,
            attempts: attempts,
            record: try notification.flatMap(record(of:))
        )
    }

    /// Has a notification sent again now, with the same bytes, to where such ones go today.
    package func resend(
        _ number: Int64,
        of merchant: MerchantID,
        by actor: Actor
    ) async throws -> ResendOutcome {
        let now = gateway.time.now()
        let dialects = dialects
        let outcome = try await gateway.store.write { transaction -> ResendOutcome in
            guard let event = try transaction.event(number, of: merchant) else { return .notFound }
            let told = try WebhookCourier.notice(
                of: event,
                webhook: event.webhook ?? WebhookID(""),
                in: transaction
            )
            let target = told.flatMap { dialects[$0.dialect]?.url(for: $0.notice) } ?? event.url
            guard let target, try transaction.resend(event, to: target, at: now) else {
                return .nothingToSend
            }
            try transaction.record(
                AuditEntry(
                    merchant: merchant,
                    actor: actor,
                    happenedAt: now,
                    subject: "notification \(number)",
                    before: event.state.rawValue,
                    after: "sent again to \(target)"
                )
            )
            return .sending
        }
        if outcome == .sending { gateway.courierBell.ring() }
        return outcome
    }

    private static func entry(
        of event: EventRecord,
        in transaction: Transaction
    ) throws -> DeliveryEntry {
        DeliveryEntry(
            event: event,
            code: try event.invoice.flatMap { try transaction.invoiceCode(of: $0) },
            attempt: try transaction.lastAttempt(of: event)
        )
    }
}
