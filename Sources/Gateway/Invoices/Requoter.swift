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

    private let gateway: Gateway
    private let quoter: Quoter
    private let bell: Bell
    private let pause: Duration
    private var revision = 0

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
        if current == revision { return 0 }
        var count = 0
        var last: InvoiceID?
        while true {
            let after = last
            let batch = try await gateway.store.read { transaction in
                try transaction.invoicesToRequote(after: after, limit: Self.batchMax)
                    .compactMap { try transaction.invoice($0) }
            }
            for stored in batch where try await renew(stored) { count += 1 }
            last = batch.last?.invoice.id
            if batch.count < Self.batchMax { break }
        }
        revision = current
        return count
    }

    /// Makes a new quote where the price moved too far; answers whether it did.
    private func renew(_ stored: InvoiceRecord) async throws -> Bool {
        let invoice = stored.invoice
        let now = gateway.time.now()
        // The standing notices the deadline only once the network was read beyond it.
        guard now <= invoice.deadline, let slippage = invoice.slippage,
            let choice = stored.facts.choices.last,
            let quote = try? quoter.quote(
                price: invoice.price,
                in: choice.quote.coin,
                on: invoice.terms,
                at: now
            ),
            Ratio.movement(
                from: choice.quote.rate.price,
                to: quote.rate.price,
                against: slippage
            ) == .more
        else { return false }
        let isRenewed = try await gateway.store.write { transaction in
            guard let current = try transaction.invoice(invoice.id),
                invoice.mayRequote(given: current.facts, at: current.standing),
                current.facts.choices.last == choice
            else { return false }
            try transaction.add(requote: quote, to: choice.id, at: now)
            return true
        }
        if isRenewed { gateway.announce([invoice.id]) }
        return isRenewed
    }
}
