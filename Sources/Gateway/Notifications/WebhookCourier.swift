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
    /// How much of a shop's answer is kept to be looked at later.
    private static let answerBytesKeptMax = 2 * 1_024
    /// The longest rest, so that what another process wrote is noticed.
    private static let pauseMax = Duration.seconds(1)

    private let gateway: Gateway
    private let dialects: [Dialect: any NotificationDialect]
    private let client: CallbackClient
    private var underWay: [String: MerchantID] = [:]
    /// Subjects whose attempt ended while due events were read: what was read of them is old.
    private var endedWhileReading: Set<String> = []

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
        for event in due where underWay.count < Self.underWayMax && underWay[event.subject] == nil {
            if endedWhileReading.contains(event.subject) { continue }
            let ofMerchant = underWay.values.count { $0 == event.merchant }
            guard ofMerchant < Self.underWayPerMerchantMax else { continue }
            underWay[event.subject] = event.merchant
            taken.append(event)
        }
        return taken
    }

    private func deliver(_ event: EventRecord) async {
        defer {
            underWay[event.subject] = nil
            endedWhileReading.insert(event.subject)
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
        let prepared: Prepared
        switch try await prepare(event) {
        case .ready(let ready): prepared = ready
        case .taken: return
        case .nothing:
            try await gateway.store.write { try $0.silence(event) }
            return
        }
        let key = prepared.key
        guard let url = try? CallbackURL(prepared.url) else {
            try await conclude(.failed, of: event, DeliveryAnswer(label: "bad URL", key: key))
            return
        }
        let result = await client.post(prepared.body, to: url, headers: prepared.headers)
        // A shutdown is not the shop's failure: the attempt does not count and is made again.
        if Task.isCancelled { return }
        switch result {
        case .failed(let label):
            try await conclude(.failed, of: event, DeliveryAnswer(label: label, key: key))
        case .answered(let status, let body):
            let answer = prepared.dialect.reading(
                status: status,
                body: body,
                to: event.change
            )
            let outcome: DeliveryOutcome =
                switch answer {
                case .acknowledged(let mark): .acknowledged(mark)
                case .other: (200..<300).contains(status) ? .answered : .failed
                }
            let stored = DeliveryAnswer(
                label: outcome.label,
                httpStatus: status,
                body: String(decoding: body.prefix(Self.answerBytesKeptMax), as: UTF8.self),
                key: key
            )
            try await conclude(outcome, of: event, stored)
        }
    }

    private enum Preparation {
        case ready(Prepared)
        /// Another process made the bytes first; they are sent the next time.
        case taken
        /// There is nothing to tell, or nobody to tell it to.
        case nothing
    }

    private struct Prepared {
        let dialect: any NotificationDialect
        let body: [UInt8]
        let url: String
        let key: APIKeyID
        let headers: [NotificationHeader]
    }

    /// Makes the bytes of a notification, or finds the ones made before.
    private func prepare(_ event: EventRecord) async throws -> Preparation {
        let now = gateway.time.now()
        let webhook = WebhookID(gateway.random.uuid())
        let found = try await gateway.store.read { transaction in
            try Self.notice(of: event, webhook: webhook, in: transaction)
        }
        guard let found, let dialect = dialects[found.dialect] else { return .nothing }
        let url: String
        let body: [UInt8]
        if let kept = event.body, let keptURL = event.url {
            (body, url) = (kept, keptURL)
        } else {
            guard let target = dialect.url(for: found.notice),
                let made = dialect.body(telling: found.notice, at: now)
            else { return .nothing }
            (body, url) = (made, target)
            let isKept = try await gateway.store.write { transaction in
                try transaction.keep(body: made, url: target, webhook: webhook, of: event)
            }
            guard isKept else { return .taken }
        }
        let secret = try gateway.vault.open(found.key.sealedSecret, of: found.key.id)
        return .ready(
            Prepared(
                dialect: dialect,
                body: body,
                url: url,
                key: found.key.id,
                headers: dialect.headers(
                    for: body,
                    of: event,
                    key: found.key.id,
                    secret: secret
                )
            )
        )
    }

    struct Found {
        let notice: Notice
        let dialect: Dialect
        let key: APIKeyRecord
    }

    /// What an event is about, and the key that signs: the one that made the thing, or the
    /// merchant's newest where that is revoked.
    static func notice(
        of event: EventRecord,
        webhook: WebhookID,
        in transaction: Transaction
    ) throws -> Found? {
        guard let merchant = try transaction.merchant(event.merchant) else { return nil }
        let subject: Notice.Subject
        let dialect: Dialect
        var own: APIKeyRecord?
        switch event.change {
        case .invoice(let change):
            guard let stored = try transaction.invoice(change.invoice) else { return nil }
            subject = .invoice(change, stored)
            dialect = stored.invoice.dialect
            own = try transaction.apiKey(stored.invoice.key)
        case .deposit(let change):
            guard let deposit = try transaction.deposit(change.deposit) else { return nil }
            let customer = try deposit.address.customer.flatMap { try transaction.customer($0) }
            subject = .deposit(change, deposit, customer)
            // Only OnchainPay has static addresses.
            dialect = .onchainpay
            own = try transaction.apiKey(deposit.address.key)
        }
        let newest = try transaction.signingKey(of: merchant.id, for: dialect)
        let key = own.flatMap { $0.revokedAt == nil ? $0 : nil } ?? newest ?? own
        guard let key else { return nil }
        let notice = Notice(
            subject: subject,
            happenedAt: event.happenedAt,
            webhook: event.webhook ?? webhook,
            merchant: merchant
        )
        return Found(notice: notice, dialect: dialect, key: key)
    }

    private func conclude(
        _ outcome: DeliveryOutcome,
        of event: EventRecord,
        _ answer: DeliveryAnswer
    ) async throws {
        let now = gateway.time.now()
        _ = try await gateway.store.write { transaction in
            try transaction.record(outcome, of: event, answer: answer, at: now)
        }
        if let invoice = event.invoice { gateway.feed.announce([invoice]) }
    }
}
