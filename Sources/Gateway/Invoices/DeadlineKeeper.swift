import Logging
import Payments
import ServiceLifecycle
import Storage

/// Looks at invoices whose state may change by the passing of time alone.
package struct DeadlineKeeper: Service {
    /// How many invoices are settled in one transaction.
    private static let batchMax = 200
    /// How long an invoice waits whose networks are not read beyond its deadline.
    private static let retrySeconds: Int64 = 2

    private let gateway: Gateway
    private let bell: Bell
    private let pause: Duration
    private let rater: ArrivalRater

    /// Keeps a gateway's deadlines.
    package init(_ gateway: Gateway, bell: Bell, pause: Duration = .seconds(1)) {
        self.gateway = gateway
        self.bell = bell
        self.pause = pause
        rater = ArrivalRater(board: gateway.board)
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await step() == Self.batchMax {}
                } catch {
                    gateway.logger.error("deadlines not kept", metadata: ["error": "\(error)"])
                }
                await bell.sleep(atMost: pause)
            }
        }
    }

    /// Settles the invoices that are due, and answers how many it looked at.
    package func step() async throws -> Int {
        let now = gateway.time.now()
        try await forgetNonces(at: now)
        let rater = rater
        let isIdle = try await gateway.store.read { transaction in
            try transaction.invoicesToCheck(at: now, limit: 1).isEmpty
                && !transaction.hasAwaitedRating()
        }
        if isIdle { return 0 }
        let (due, changed) = try await gateway.store.write { transaction in
            var changed = try transaction.rateAwaited(limit: Self.batchMax) {
                rater.rating(of: $2, to: $1, in: $0, seenAt: $3, now: now)
            }
            for invoice in changed { try transaction.settle(invoice, at: now) }
            let due = try transaction.invoicesToCheck(at: now, limit: Self.batchMax)
            for invoice in due {
                if try transaction.settle(invoice, at: now) != nil {
                    changed.append(invoice)
                } else {
                    let next = now.advanced(bySeconds: Self.retrySeconds)
                    try transaction.checkAgain(invoice, at: next)
                }
            }
            return (due, changed)
        }
        if !changed.isEmpty { gateway.announce(changed) }
        return due.count
    }

    /// Removes nonces that are old enough to be used again, a few at a time.
    private func forgetNonces(at now: Instant) async throws {
        guard try await gateway.store.read({ try $0.hasOldNonces(at: now) }) else { return }
        _ = try await gateway.store.write { transaction in
            try transaction.forgetNonces(at: now, limit: Self.batchMax)
        }
    }
}
