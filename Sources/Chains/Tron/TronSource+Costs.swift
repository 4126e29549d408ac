package import Payments

extension TronSource: NetworkCostSource {
    /// What moving each coin on costs when nothing is staked: energy and bandwidth are burnt for.
    ///
    /// Prices are the committee's parameters `getEnergyFee` and `getTransactionFee`, in sun.
    package func networkCosts(at now: Instant) async throws -> [String: NetworkCost] {
        let parameters = try await node.parameters()
        guard let bytePrice = parameters["getTransactionFee"],
            let native = description.coin(ticker: description.native)?.coin.asset
        else { return [:] }
        var costs: [String: NetworkCost] = [:]
        for coin in description.coins {
            let bytes = coin.isNative ? limits.nativeBandwidth : limits.tokenBandwidth
            var parts: [NetworkCost.Part] = []
            if !coin.isNative {
                guard let energyPrice = parameters["getEnergyFee"] else { continue }
                parts.append(part(limits.tokenEnergy, "energy", energyPrice))
            }
            parts.append(part(bytes, "bandwidth", bytePrice))
            costs[coin.coin.asset.ticker] = NetworkCost(asset: native, parts: parts, time: now)
        }
        return costs
    }

    private func part(_ count: UInt64, _ unit: String, _ price: UInt64) -> NetworkCost.Part {
        NetworkCost.Part(count: count, unit: unit, price: Ratio(whole: UInt128(price)))
    }
}
