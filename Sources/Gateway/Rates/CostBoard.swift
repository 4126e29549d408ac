package import Chains
package import Payments
import Synchronization

/// What moving each coin on costs now, in memory.
///
/// What was learnt too long ago is not used: the catalogue's typical cost stands in, and the quote
/// says so.
package final class CostBoard: Sendable {
    /// How old a cost may be, in seconds.
    package let ageSecondsMax: Int64

    private let costs = Mutex([Coin: NetworkCost]())

    /// Makes an empty board.
    package init(ageSecondsMax: Int64 = 1_800) { self.ageSecondsMax = ageSecondsMax }

    /// Takes what a network's source said, by the tickers of its coins.
    package func take(_ newer: [String: NetworkCost], on network: NetworkDescription) {
        costs.withLock { costs in
            for coin in network.coins.map(\.coin) {
                if let cost = newer[coin.asset.ticker] { costs[coin] = cost }
            }
        }
    }

    /// What moving a coin on costs, or nil where that is not known freshly.
    package func cost(of coin: Coin, at now: Instant) -> NetworkCost? {
        guard let cost = costs.withLock({ $0[coin] }),
            now <= cost.time.advanced(bySeconds: ageSecondsMax)
        else { return nil }
        return cost
    }
}
