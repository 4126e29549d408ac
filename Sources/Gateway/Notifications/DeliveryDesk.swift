package import Payments
import Storage

/// A notification that was made, with its last attempt.
package struct DeliveryRecord: Sendable {
    /// The event it tells about.
    package let event: EventRecord
    /// The order the event is about, where the shop knows an order and not an invoice.
    package let order: ChoiceID?
    /// The exact bytes.
    package let body: [UInt8]
    /// The headers that sign them.
    package let headers: [NotificationHeader]
    /// The key that signed.
    package let key: APIKeyID
    /// The last attempt, if there was one.
    package let attempt: AttemptRecord?
}

/// Looks up what was told to shops.
package struct DeliveryDesk: Sendable {
    let gateway: Gateway
    let dialects: [Dialect: any NotificationDialect]

    /// A desk that knows how the dialects sign.
    package init(_ gateway: Gateway, dialects: [any NotificationDialect]) {
        self.gateway = gateway
        self.dialects = Dictionary(uniqueKeysWithValues: dialects.map { ($0.dialect, $0) })
    }

    /// A merchant's notification of an id, or nil where none was made.
    package func delivery(
        _ webhook: WebhookID,
        of merchant: MerchantID
    ) async throws -> DeliveryRecord? {
        let found = try await gateway.store.read { transaction -> Found? in
            guard let event = try transaction.event(of: webhook), event.merchant == merchant else {
                return nil
            }
            return try Self.found(event, in: transaction)
        }
        return try found.flatMap(record(of:))
    }

    /// The bytes of an event's notification and who signs them, or nil where none was made.
    static func found(_ event: EventRecord, in transaction: Transaction) throws -> Found? {
        guard let body = event.body else { return nil }
        let attempt = try transaction.lastAttempt(of: event)
        let stored = try event.invoice.flatMap { try transaction.invoice($0) }
        let dialect = stored?.invoice.dialect ?? .onchainpay
        let signer =
            try attempt?.key ?? stored?.invoice.key
            ?? transaction.signingKey(of: event.merchant, for: dialect)?.id
        guard let signer, let key = try transaction.apiKey(signer) else { return nil }
        return Found(
            event: event,
            body: body,
            attempt: attempt,
            order: stored.flatMap { stored in
                stored.invoice.kind == .order ? stored.facts.choices.last?.id : nil
            },
            dialect: dialect,
            key: key
        )
    }

    /// A notification with the headers that sign it, or nil where its dialect is not spoken.
    func record(of found: Found) throws -> DeliveryRecord? {
        guard let dialect = dialects[found.dialect] else { return nil }
        let secret = try gateway.vault.open(found.key.sealedSecret, of: found.key.id)
        return DeliveryRecord(
            event: found.event,
            order: found.order,
            body: found.body,
            headers: [NotificationHeader("content-type", "application/json")]
                + dialect.headers(
                    for: found.body,
                    of: found.event,
                    key: found.key.id,
                    secret: secret
                ),
            key: found.key.id,
            attempt: found.attempt
        )
    }

    struct Found {
        let event: EventRecord
        let body: [UInt8]
        let attempt: AttemptRecord?
        let order: ChoiceID?
        let dialect: Dialect
        let key: APIKeyRecord
    }
}
