import Logging
package import Payments
import ServiceLifecycle
import Storage

/// Finds out what open pages have to be told, for all of them together.
///
/// Each look is a constant number of small reads, however many pages are open: the standings and
/// answers stored lately, whoever stored them, and how far networks were read. Then each stale
/// invoice is read once, however many pages show it. What this process itself changes is told at
/// once. The actor protects what the last look saw.
package actor FeedKeeper: Service {
    /// How many invoices are read in one transaction.
    private static let batchMax = 200
    /// How many changes are read in one go.
    private static let changesMax = 5_000
    /// How far each look goes back behind the one before: another process's clock may be behind,
    /// and a change is stored a moment after the time it carries.
    private static let overlapSeconds: Int64 = 10

    private let gateway: Gateway
    private let feed: InvoiceFeed
    private let pause: Duration
    private var lookedAt: Instant?
    private var heights: [NetworkID: UInt64] = [:]

    /// Keeps a gateway's feed.
    package init(_ gateway: Gateway, pause: Duration = .seconds(1)) {
        self.gateway = gateway
        feed = gateway.feed
        self.pause = pause
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var next = ContinuousClock.now
            // Nobody rings it: after a fault the database is left alone for a while.
            let silence = Bell()
            while !Task.isCancelled {
                let isLook = ContinuousClock.now >= next
                if isLook { next = ContinuousClock.now + self.pause }
                let isWell = await self.stepAndReport(isLook: isLook)
                let rest = next - ContinuousClock.now
                if rest > .zero { await (isWell ? self.feed.bell : silence).sleep(atMost: rest) }
            }
        }
    }

    /// Answers whether it went well.
    private func stepAndReport(isLook: Bool) async -> Bool {
        do {
            if isLook { try await step() } else { try await tell() }
            return true
        } catch is CancellationError {
            return true
        } catch {
            gateway.logger.error("open pages not told", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Looks once at everything and tells the pages that it concerns.
    package func step() async throws {
        try await look()
        feed.beat()
        try await tell()
    }

    /// Finds what others changed.
    private func look() async throws {
        let now = gateway.time.now()
        guard feed.listenerCount > 0 else {
            lookedAt = now
            heights = [:]
            return
        }
        // A clock may have been put back.
        let start = min(lookedAt ?? now, now).advanced(bySeconds: -Self.overlapSeconds)
        var last: StandingChange?
        while true {
            let after = last
            let changes = try await gateway.store.read { transaction in
                try transaction.standingsChanged(
                    since: start,
                    after: after,
                    limit: Self.changesMax
                )
            }
            feed.compare(standings: changes, answers: [])
            last = changes.last
            if changes.count < Self.changesMax { break }
        }
        let (answers, current) = try await gateway.store.read { transaction in
            (
                try transaction.inquiriesAnswered(since: start, limit: Self.changesMax),
                try transaction.heights()
            )
        }
        feed.compare(standings: [], answers: answers)
        // After a time without pages nothing is known, and every network counts as moved.
        let moved = current.filter { heights[$0.key] != $0.value }.keys
        feed.announceBlocks(of: Set(moved))
        heights = current
        lookedAt = now
    }

    /// Reads what is stale and tells it.
    private func tell() async throws {
        while true {
            let stale = feed.takeStale(limit: Self.batchMax)
            if stale.isEmpty { return }
            do {
                let states = try await gateway.store.read { transaction in
                    try stale.reduce(into: [InvoiceID: PageState]()) { states, id in
                        states[id] = try transaction.pageState(of: id)
                    }
                }
                feed.tell(states)
            } catch {
                // What could not be read stays to be told.
                feed.announce(stale)
                throw error
            }
        }
    }
}

extension Transaction {
    /// How an invoice's page looks, or nil where there is no such invoice.
    func pageState(of id: InvoiceID) throws -> PageState? {
        guard let stored = try invoice(id) else { return nil }
        return PageState(of: stored, answeredAt: try lastAnswer(on: id))
    }
}

extension InvoiceDesk {
    /// The id of the invoice that a reference names, or nil.
    package func id(of reference: InvoiceReference) async throws -> InvoiceID? {
        try await gateway.store.read { try $0.invoiceID(of: reference) }
    }

    /// How an invoice's page looks, or nil where there is no such invoice.
    package func pageState(of id: InvoiceID) async throws -> PageState? {
        try await gateway.store.read { try $0.pageState(of: id) }
    }
}
