package import Chains
package import Payments
import Synchronization

/// The prices known now, in memory: a quote never waits for a network call.
///
/// A price older than the allowed age is not used and not replaced by a guess: nothing is quoted.
package final class RateBoard: Sendable {
    /// How old a price may be, in seconds, before it is refused.
    package let ageSecondsMax: Int64

    private let prices = Mutex([String: AssetPrice]())
    private let changes = Atomic(0)

    /// Makes an empty board.
    package init(ageSecondsMax: Int64 = 600) { self.ageSecondsMax = ageSecondsMax }

    /// Takes newer prices; an older one never replaces a newer one.
    package func take(_ newer: [AssetPrice]) {
        prices.withLock { prices in
            for price in newer where !price.dollars.isZero {
                if let known = prices[price.ticker], known.time > price.time { continue }
                if prices[price.ticker]?.dollars != price.dollars {
                    changes.add(1, ordering: .relaxed)
                }
                prices[price.ticker] = price
            }
        }
    }

    /// Grows whenever a price changes.
    package var revision: Int { changes.load(ordering: .relaxed) }

    /// What one whole unit of an asset costs in another, or nil where a fresh price is missing.
    package func rate(of ticker: String, in priceTicker: String, at now: Instant) -> Rate? {
        let (coin, base) = prices.withLock { ($0[ticker], $0[priceTicker]) }
        if ticker == priceTicker {
            return Rate(price: .one, time: now, source: "par")
        }
        guard let coin, let base, isFresh(coin, at: now), isFresh(base, at: now),
            let price = try? coin.dollars.divided(by: base.dollars)
        else { return nil }
        let source = coin.source == base.source ? coin.source : "\(coin.source)+\(base.source)"
        return Rate(price: price, time: min(coin.time, base.time), source: source)
    }

    /// The price of an asset in dollars and whether it is fresh, or nil when it was never known.
    package func price(of ticker: String, at now: Instant) -> (price: AssetPrice, isFresh: Bool)? {
        prices.withLock { $0[ticker] }.map { ($0, isFresh($0, at: now)) }
    }

    /// The price of an asset in dollars that was known last, or nil when it was never known.
    package func dollars(of ticker: String) -> Ratio? { prices.withLock { $0[ticker]?.dollars } }

    private func isFresh(_ price: AssetPrice, at now: Instant) -> Bool {
        now <= price.time.advanced(bySeconds: ageSecondsMax)
    }
}
