/// What it costs to move a received coin on, part by part.
///
/// On Bitcoin-like chains it is the size of an input at the fee rate, on EVM chains gas, on Tron
/// energy and bandwidth. It is paid in the network's own coin.
package struct NetworkCost: Sendable, Hashable {
    /// So many units at a price each.
    package struct Part: Sendable, Hashable {
        /// How many.
        package let count: UInt64
        /// Of what: `vB`, `gas`, `energy`, `bandwidth`.
        package let unit: String
        /// What one costs, in smallest units of the network's own coin.
        package let price: Ratio

        /// Describes a part.
        package init(count: UInt64, unit: String, price: Ratio) {
            self.count = count
            self.unit = unit
            self.price = price
        }
    }

    /// The network's own coin.
    package let asset: Asset
    /// What adds up to the cost.
    package let parts: [Part]
    /// When the prices were learnt.
    package let time: Instant

    /// Describes a cost.
    package init(asset: Asset, parts: [Part], time: Instant) {
        self.asset = asset
        self.parts = parts
        self.time = time
    }

    /// The sum, rounded up once to the smallest unit.
    package var amount: Amount {
        get throws(MoneyError) {
            var sum = WideRatio.zero
            for part in parts {
                let count = Ratio(whole: UInt128(part.count))
                sum = sum.adding(WideRatio(part.price).multiplied(by: count))
            }
            return Amount(units: try sum.roundedUp(), of: asset)
        }
    }

    /// The sum in words, prices in smallest units: `64285 energy × 100 + 345 bandwidth × 1000`.
    package var text: String {
        parts.map { "\($0.count) \($0.unit) × \($0.price.decimal(places: 9))" }
            .joined(separator: " + ")
    }
}
