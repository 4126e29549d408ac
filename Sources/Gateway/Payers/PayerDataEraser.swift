import Logging
import Payments
import ServiceLifecycle
import Storage

/// Erases what is known of payers once their invoices ended so many days ago as the merchant wants.
///
/// It looks at its start and then once in a while, and works in small transactions, so that nothing
/// else waits for it. What it has erased it finds no more: stopped in the middle, it goes on.
package struct PayerDataEraser: Service {
    /// How many invoices or customers are looked at in one transaction.
    private static let batchMax = 200
    /// How long after a look it is looked again whether a shop has heard its last notifications.
    static let lookAgainSeconds: Int64 = 3_600
    private static let secondsPerDay: Int64 = 86_400

    private let gateway: Gateway
    private let bell: Bell
    private let pause: Duration

    /// Erases for a gateway's merchants.
    package init(_ gateway: Gateway, bell: Bell, pause: Duration = .seconds(3_600)) {
        self.gateway = gateway
        self.bell = bell
        self.pause = pause
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await round()
                } catch {
                    gateway.logger.error("payer data not erased", metadata: ["error": "\(error)"])
                }
                await bell.sleep(atMost: pause)
            }
        }
    }

    /// Looks once at everything there is to erase.
    package func round() async throws {
        try await eraseRests()
        for merchant in try await gateway.store.read({ try $0.merchants() }) {
            guard let days = merchant.payerDataDays else { continue }
            let moment = gateway.time.now()
                .advanced(bySeconds: -Int64(days) * Self.secondsPerDay)
            var cursor: ErasureCursor? = .start
            while let place = cursor, !Task.isCancelled {
                cursor = try await eraseInvoices(of: merchant.id, endedBefore: moment, after: place)
            }
            cursor = .start
            while let place = cursor, !Task.isCancelled {
                cursor = try await eraseCustomers(of: merchant.id, before: moment, after: place)
            }
        }
    }

    /// Erases the last notifications of invoices whose payer was erased before the shop heard them.
    private func eraseRests() async throws {
        let now = gateway.time.now()
        var count = Self.batchMax
        while count == Self.batchMax, !Task.isCancelled {
            // Whatever still waits is due again only later, so this ends.
            count = try await gateway.store.write { transaction in
                let due = try transaction.erasuresDue(at: now, limit: Self.batchMax)
                for invoice in due {
                    _ = try transaction.erasePayer(
                        of: invoice,
                        lookAgainAt: now.advanced(bySeconds: Self.lookAgainSeconds)
                    )
                }
                return due.count
            }
        }
    }

    private func eraseInvoices(
        of merchant: MerchantID,
        endedBefore moment: Instant,
        after cursor: ErasureCursor
    ) async throws -> ErasureCursor? {
        let now = gateway.time.now()
        let limit = Self.batchMax
        let seen = try await gateway.store.read { transaction in
            try transaction.invoicesToErase(
                of: merchant,
                endedBefore: moment,
                after: cursor,
                limit: limit
            )
        }
        if seen.found.isEmpty { return seen.next }
        try await gateway.store.write { transaction in
            // Read again: an erasure on request may have come in between.
            let found = try transaction.invoicesToErase(
                of: merchant,
                endedBefore: moment,
                after: cursor,
                limit: limit
            ).found
            var report = ErasureReport()
            for invoice in found {
                try report.erase(invoice, at: now, in: transaction)
            }
            try report.record(of: merchant, by: .florin, at: now, in: transaction)
        }
        return seen.next
    }

    private func eraseCustomers(
        of merchant: MerchantID,
        before moment: Instant,
        after cursor: ErasureCursor
    ) async throws -> ErasureCursor? {
        let now = gateway.time.now()
        let limit = Self.batchMax
        return try await gateway.store.write { transaction in
            let seen = try transaction.customersToErase(
                of: merchant,
                quietSince: moment,
                after: cursor,
                limit: limit
            )
            var report = ErasureReport()
            for customer in seen.found { try report.erase(customer, in: transaction) }
            try report.record(of: merchant, by: .florin, at: now, in: transaction)
            return seen.next
        }
    }
}
