package import Payments

/// Decides how money that came after the deadline counts.
///
/// At the old rate while it came within the merchant's window and the rate moved less than the
/// merchant's tolerance; else at the rate of its arrival. Without a fresh price it waits.
package struct LateRater: Sendable {
    private let board: RateBoard

    /// Rates by a board's prices.
    package init(board: RateBoard) { self.board = board }

    /// How a transfer to a choice counts that was seen at a moment after the deadline.
    package func rating(
        of choice: Choice,
        in invoice: Invoice,
        seenAt seen: Instant,
        now: Instant
    ) -> TransferFact.Rating {
        let ticker = choice.quote.coin.asset.ticker
        guard
            let current = board.rate(of: ticker, in: invoice.price.asset.ticker, at: now)?.price
        else { return .awaited }
        let isInWindow =
            seen
            <= invoice.deadline.advanced(
                bySeconds: invoice.lateTerms.windowSeconds
            )
        let old = choice.quote.rate.price
        if isInWindow, hasMovedWithin(invoice.lateTerms.tolerance, from: old, to: current) {
            return .quoted
        }
        return .atArrival(current)
    }

    private func hasMovedWithin(_ tolerance: Ratio, from old: Ratio, to new: Ratio) -> Bool {
        let (high, low) = new > old ? (new, old) : (old, new)
        // |new − old| < tolerance × old, without subtraction of fractions: high/low < 1 + t when
        // the rate rose, low/high > 1 − t when it fell.
        guard let rise = try? high.divided(by: low) else { return new == old }
        if new > old {
            guard
                let limit = try? Ratio(
                    tolerance.denominator + tolerance.numerator,
                    over: tolerance.denominator
                )
            else { return false }
            return rise < limit
        }
        guard tolerance.numerator < tolerance.denominator,
            let limit = try? Ratio(
                tolerance.denominator,
                over: tolerance.denominator - tolerance.numerator
            )
        else { return true }
        return rise < limit || new == old
    }
}
