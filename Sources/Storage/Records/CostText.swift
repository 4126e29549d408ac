import Payments

/// The stored form of what a network fee is made of.
///
/// `TRX 6 1760000000000000;64285 energy 100/1;345 bandwidth 1000/1`: the asset with its decimals,
/// the microseconds of the moment, then each part.
enum CostText {
    static func text(of cost: NetworkCost) -> String {
        let head = "\(cost.asset.ticker) \(cost.asset.decimals) \(cost.time.microseconds)"
        let parts = cost.parts.map { part in
            "\(part.count) \(part.unit) \(part.price.numerator)/\(part.price.denominator)"
        }
        return ([head] + parts).joined(separator: ";")
    }

    static func cost(of text: String) throws(StorageError) -> NetworkCost {
        let pieces = text.split(separator: ";")
        let head = pieces.first?.split(separator: " ") ?? []
        guard head.count == 3, let decimals = Int(head[1]),
            (0...Asset.decimalsMax).contains(decimals), let time = Int64(head[2])
        else { throw .unreadable(column: 0) }
        var parts: [NetworkCost.Part] = []
        for piece in pieces.dropFirst() { parts.append(try part(of: piece)) }
        return NetworkCost(
            asset: Asset(ticker: String(head[0]), decimals: decimals),
            parts: parts,
            time: Instant(microseconds: time)
        )
    }

    private static func part(of text: Substring) throws(StorageError) -> NetworkCost.Part {
        let words = text.split(separator: " ")
        let halves = words.last?.split(separator: "/").compactMap { UInt128($0) } ?? []
        guard words.count == 3, let count = UInt64(words[0]), halves.count == 2,
            let price = try? Ratio(halves[0], over: halves[1])
        else { throw .unreadable(column: 0) }
        return NetworkCost.Part(count: count, unit: String(words[1]), price: price)
    }
}
