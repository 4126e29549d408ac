import Logging
import Payments
import ServiceLifecycle
import Storage

/// Tells shops about events until they are heard.
///
/// The actor protects the record of what is under way: one notification an invoice, a few a
/// merchant, so that a slow shop delays nobody else. What is due is in the database; a courier that
/// dies in the middle leaves nothing but a row that is due again, with the same bytes.
package actor WebhookCourier: Service {
    /// The most notifications under way.
    package static let underWayMax = 64
    /// The most notifications of one merchant under way.
    package static let underWayPerMerchantMax = 4
    /// The longest rest, so that what another process wrote is noticed.
    private static let pauseMax = Duration.seconds(1)

    private let gateway: Gateway
    private let dialects: [Dialect: any NotificationDialect]
    private let client: CallbackClient
    private var underWay: [InvoiceID: MerchantID] = [:]
    /// Invoices whose attempt ended while due events were read: what was read of them is old.
    private var endedWhileReading: Set<InvoiceID> = []

    /// A courier for the dialects that are spoken.
    package init(
        _ gateway: Gateway,
        dialects: [any NotificationDialect],
        client: CallbackClient
    ) {
        self.gateway = gateway
        self.dialects = Dictionary(uniqueKeysWithValues: dialects.map { ($0.dialect, $0) })
        self.client = client
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    for event in await self.take() {
                        group.addTask {
                            await self.deliver(event)
                            self.gateway.courierBell.ring()
                        }
                    }
                    await self.gateway.courierBell.sleep(atMost: Self.pauseMax)
                }
                group.cancelAll()
            }
        }
    }

    /// Delivers everything that is due now, one after another, and answers how much that was.
    ///
    /// For tests and for draining; `run` does the same with many under way.
    package func deliverDue() async -> Int {
        var count = 0
        while true {
            let events = await take()
            if events.isEmpty { return count }
            for event in events { await deliver(event) }
            count += events.count
        }
    }

    /// Takes the due events that may be told now: no second one of an invoice, few of a merchant.
    private func take() async -> [EventRecord] {
        let now = gateway.time.now()
        endedWhileReading = []
        let due: [EventRecord]
        do {
            due = try await gateway.store.read { transaction in
                try transaction.dueEvents(
                    at: now,
                    perMerchant: Self.underWayPerMerchantMax * 4,
                    limit: Self.underWayMax * 8
                )
            }
        } catch is CancellationError {
            return []
        } catch {
            gateway.logger.error("events cannot be read", metadata: ["error": "\(error)"])
            return []
        }
        var taken: [EventRecord] = []
        for event in due where underWay.count < Self.underWayMax && underWay[event.invoice] == nil {
            if endedWhileReading.contains(event.invoice) { continue }
            let ofMerchant = underWay.values.count { $0 == event.merchant }
            guard ofMerchant < Self.underWayPerMerchantMax else { continue }
            underWay[event.invoice] = event.merchant
            taken.append(event)
        }
        return taken
    }

    private func deliver(_ event: EventRecord) async {
        defer {
            underWay[event.invoice] = nil
            endedWhileReading.insert(event.invoice)
        }
        do {
            try await attempt(event)
        } catch {
            // The row stays due, but not at once: whatever failed would fail in a circle.
            gateway.logger.error(
                "notification not sent",
                metadata: ["event.number": "\(event.number)", "error": "\(error)"]
            )
            await Bell().sleep(atMost: Self.pauseMax)
        }
    }

    private func attempt(_ event: EventRecord) async throws {
        guard let prepared = try await prepare(event) else {
            try await gateway.store.write { try $0.silence(event) }
            return
        }
        guard let url = try? CallbackURL(prepared.url) else {
            try await conclude(.failed, of: event, status: nil, answer: "bad URL")
            return
        }
        let result = await client.post(prepared.body, to: url, headers: prepared.headers)
        // A shutdown is not the shop's failure: the attempt does not count and is made again.
        if Task.isCancelled { return }
        switch result {
        case .failed(let label):
            try await conclude(.failed, of: event, status: nil, answer: label)
        case .answered(let status, let body):
            let answer = prepared.dialect.reading(status: status, body: body, about: event)
            let outcome: DeliveryOutcome =
                switch answer {
                case .acknowledged(let mark): .acknowledged(mark)
                case .other: (200..<300).contains(status) ? .answered : .failed
                }
            try await conclude(outcome, of: event, status: status, answer: "\(outcome)")
        }
    }

    private struct Prepared {
        let dialect: any NotificationDialect
        let body: [UInt8]
        let url: String
        let headers: [NotificationHeader]
    }

    /// Makes the bytes of a notification, or finds the ones made before; nil where there is nothing
    /// or nobody to tell.
    private func prepare(_ event: EventRecord) async throws -> Prepared? {
        let now = gateway.time.now()
        let found = try await gateway.store.read { transaction in
            guard let stored = try transaction.invoice(event.invoice),
                let merchant = try transaction.merchant(event.merchant)
            else { return nil as (InvoiceRecord, Merchant, APIKeyRecord?)? }
            let own = try transaction.apiKey(stored.invoice.key)
            let key =
                own?.revokedAt == nil
                ? own : try transaction.signingKey(of: merchant.id, for: stored.invoice.dialect)
            return (stored, merchant, key ?? own)
        }
        guard let (stored, merchant, key) = found, let dialect = dialects[stored.invoice.dialect],
            let url = event.url ?? merchant.resultURL, let key
        else { return nil }
        let body: [UInt8]
        if let kept = event.body {
            body = kept
        } else {
            guard let made = dialect.body(about: event, of: stored, at: now) else { return nil }
            body = made
            try await gateway.store.write { transaction in
                try transaction.keep(
                    body: made,
                    url: url,
                    of: event.merchant,
                    number: event.number
                )
            }
        }
        let secret = try gateway.vault.open(key.sealedSecret, of: key.id)
        var headers = dialect.headers(for: body, key: key.id, secret: secret)
        headers.append(NotificationHeader("X-Florin-Event", String(event.number)))
        return Prepared(dialect: dialect, body: body, url: url, headers: headers)
    }

    private func conclude(
        _ outcome: DeliveryOutcome,
        of event: EventRecord,
        status: Int?,
        answer: String
    ) async throws {
        let now = gateway.time.now()
        _ = try await gateway.store.write { transaction in
            try transaction.record(
                outcome,
                of: event,
                httpStatus: status,
                answer: answer,
                at: now
            )
        }
        gateway.feed.announce([event.invoice])
    }
}
