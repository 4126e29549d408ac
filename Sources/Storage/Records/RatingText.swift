import Payments

/// The stored form of how a transfer counts: `quoted`, `awaited`, `foreign`,
/// `ignored`, or the rate `23/25`.
enum RatingText {
    static func text(of rating: TransferFact.Rating) -> String {
        switch rating {
        case .quoted: "quoted"
        case .awaited: "awaited"
        case .foreign: "foreign"
        case .ignored: "ignored"
        case .atArrival(let price): "\(price.numerator)/\(price.denominator)"
        }
    }

    static func rating(of text: String) throws(StorageError) -> TransferFact.Rating {
        if text == "quoted" { return .quoted }
        if text == "awaited" { return .awaited }
        if text == "foreign" { return .foreign }
        if text == "ignored" { return .ignored }
        let halves = text.split(separator: "/").compactMap { UInt128($0) }
        guard halves.count == 2, let price = try? Ratio(halves[0], over: halves[1]) else {
            throw .unreadable(column: 0)
        }
        return .atArrival(price)
    }
}
