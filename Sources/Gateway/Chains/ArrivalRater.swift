package import Payments

/// Decides how money counts that came after the deadline or in another coin.
///
/// Late money counts at the old rate while it came within the merchant's window and the rate moved
/// less than the merchant's tolerance; else at the rate of its arrival, as another coin always
/// does. Without a fresh price it waits.
package struct ArrivalRater: Sendable {
    private let board: RateBoard

    /// Rates by a board's prices.
    package init(board: RateBoard) { self.board = board }

    /// How a transfer of an asset to a choice counts, seen at a moment after the deadline or in
    /// another coin.
    package func rating(
        of asset: Asset,
        to choice: Choice,
        in invoice: Invoice,
        seenAt seen: Instant,
        now: Instant
    ) -> TransferFact.Rating {
        guard
            let current = board.rate(of: asset.ticker, in: invoice.price.asset.ticker, at: now)?
                .price
        else { return .awaited }
        if asset != choice.quote.coin.asset { return .atArrival(current) }
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
        // In full width: a rate may be so long that the quotient of two does not fit 128 bits.
        new == old || Ratio.movement(from: old, to: new, against: tolerance) == .less
    }
}
