import Logging
import Payments
import ServiceLifecycle
import Storage

/// Makes new quotes for invoices that follow the price, as long as nothing was seen.
///
/// An invoice with a slippage percentage gets a new amount for the same address when the price of
/// its coin moved further than that (API contract A5.6). Only invoices that may still change are
/// looked at, and only when a price changed.
package actor Requoter: Service {
    /// How many invoices are read at once.
    private static let batchMax = 200
    /// How long a network may be unread before a payment could be there that nobody knows of.
    private static let lagSecondsMax: Int64 = 30
    /// When what could not be decided is looked at again.
    private static let retrySeconds: Int64 = 10

    private let gateway: Gateway
    private let quoter: Quoter
    private let bell: Bell
    private let pause: Duration
    private var revision = 0
    private var retryAt: Instant?

    /// Follows a gateway's board.
    package init(_ gateway: Gateway, bell: Bell, pause: Duration = .seconds(1)) {
        self.gateway = gateway
        self.bell = bell
        self.pause = pause
        quoter = Quoter(gateway)
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.stepAndReport()
                await self.bell.sleep(atMost: self.pause)
            }
        }
    }

    private func stepAndReport() async {
        do {
            _ = try await step()
        } catch is CancellationError {
            return
        } catch {
            gateway.logger.error("quotes not renewed", metadata: ["error": "\(error)"])
        }
    }

    /// Looks once at every invoice that follows the price, if a price changed since the last look;
    /// answers how many new quotes were made.
    package func step() async throws -> Int {
        let current = gateway.board.revision
        let now = gateway.time.now()
        let isRetry = retryAt.map { $0 <= now } ?? false
        if current == revision, !isRetry { return 0 }
        var count = 0
        var hasMissed = false
        var last: InvoiceID?
        while true {
            let after = last
            let batch = try await gateway.store.read { transaction in
                try transaction.invoicesToRequote(after: after, limit: Self.batchMax)
                    .compactMap { try transaction.invoice($0) }
            }
            for stored in batch {
                switch try await renew(stored) {
                case .renewed: count += 1
                case .kept: break
                case .missed: hasMissed = true
                }
            }
            last = batch.last?.invoice.id
            if batch.count < Self.batchMax { break }
        }
        revision = current
        retryAt = hasMissed ? now.advanced(bySeconds: Self.retrySeconds) : nil
        return count
    }

    private enum Renewal {
        case renewed
        case kept
        /// A price is missing, or the network was not read lately: what may be paid is not known.
        case missed
    }

    /// Makes new quotes where the price moved too far, for every coin that was chosen.
    private func renew(_ stored: InvoiceRecord) async throws -> Renewal {
        let invoice = stored.invoice
        let now = gateway.time.now()
        // The standing notices the deadline only once the network was read beyond it.
        guard now <= invoice.deadline, let slippage = invoice.slippage else { return .kept }
        var moved: [(choice: Choice, quote: Quote)] = []
        for choice in stored.facts.choices {
            let quote = try? quoter.quote(
                price: invoice.price,
                in: choice.quote.coin,
                on: invoice.terms,
                at: now
            )
            guard let quote else { return .missed }
            let movement = Ratio.movement(
                from: choice.quote.rate.price,
                to: quote.rate.price,
                against: slippage
            )
            if movement == .more { moved.append((choice, quote)) }
        }
        if moved.isEmpty { return .kept }
        let renewals = moved
        let isRenewed = try await gateway.store.write { transaction -> Bool? in
            guard let current = try transaction.invoice(invoice.id),
                invoice.mayRequote(given: current.facts, at: current.standing),
                current.facts.choices == stored.facts.choices
            else { return false }
            let oldest = now.advanced(bySeconds: -Self.lagSecondsMax)
            for tip in current.facts.choices.map({ current.facts.tips[$0.quote.coin.network] }) {
                guard let tip, tip.caughtUpAt >= oldest else { return nil }
            }
            for renewal in renewals {
                try transaction.add(requote: renewal.quote, to: renewal.choice.id, at: now)
            }
            return true
        }
        guard let isRenewed else { return .missed }
        if isRenewed { gateway.announce([invoice.id]) }
        return isRenewed ? .renewed : .kept
    }
}
