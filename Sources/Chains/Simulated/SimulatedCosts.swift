import Keys
package import Payments

/// Costs of a simulated network: the catalogue's typical ones, made of what a real one is made of.
package struct SimulatedCosts: NetworkCostSource {
    /// What a token's transfer and a plain one take on Tron beside energy, in bytes.
    private static let tronBytes: UInt64 = 345

    private let network: NetworkDescription

    /// Tells of a network of the catalogue.
    package init(network: NetworkDescription) { self.network = network }

    /// The cost of each coin, always the same.
    package func networkCosts(at now: Instant) async throws -> [String: NetworkCost] {
        var costs: [String: NetworkCost] = [:]
        for coin in network.coins {
            costs[coin.coin.asset.ticker] = NetworkCost(
                asset: coin.networkFee.asset,
                parts: try parts(of: coin),
                time: now
            )
        }
        return costs
    }

    private func parts(of coin: CoinDescription) throws(MoneyError) -> [NetworkCost.Part] {
        let units = coin.networkFee.units
        func part(_ count: UInt64, _ unit: String, _ units: UInt128) throws(MoneyError)
            -> NetworkCost.Part
        {
            let price = try Ratio(units, over: UInt128(count))
            return NetworkCost.Part(count: count, unit: unit, price: price)
        }
        switch network.family {
        case .bitcoin, .litecoin: return [try part(68, "vB", units)]
        case .dogecoin, .bitcoincash: return [try part(148, "vB", units)]
        case .evm: return [try part(coin.isNative ? 21_000 : 65_000, "gas", units)]
        case .tron:
            let bandwidth = min(UInt128(Self.tronBytes) * 1_000, units)
            let carried = try part(Self.tronBytes, "bandwidth", bandwidth)
            if coin.isNative || units == bandwidth { return [carried] }
            return [try part(64_285, "energy", units - bandwidth), carried]
        }
    }
}
