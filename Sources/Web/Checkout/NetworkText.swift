import Gateway
import Payments

/// A network in a payer's words: what exchanges call it, what sending costs, how long it takes.
enum NetworkText {
    /// How dear sending is, compared with the other networks.
    private enum Cost {
        case low, middle, high

        var phrase: Phrase {
            switch self {
            case .low: .costLow
            case .middle: .costMiddle
            case .high: .costHigh
            }
        }
    }

    /// The name by which exchanges list a token's network; nil where it is the network's own.
    static func alias(of listing: CoinListing) -> String? {
        switch listing.coin.network.name {
        case "polygon": "Polygon PoS"
        case "ethereum" where listing.contract != nil: "ERC-20"
        case "tron" where listing.contract != nil: "TRC-20"
        case "bsc": "BEP-20"
        default: nil
        }
    }

    /// Such as `also called TRC-20 · moderate fee for sending · usually confirmed within a minute`.
    static func note(on listing: CoinListing, _ words: Words) -> String {
        var parts: [String] = []
        if let alias = alias(of: listing) {
            parts.append(words.text(.networkAlias, ["alias": alias]))
        }
        if let cost = cost(of: listing) { parts.append(words[cost.phrase]) }
        let seconds = max(listing.confirmations, 1) * listing.blockSeconds
        let minutes = (seconds + 59) / 60
        parts.append(
            minutes <= 1
                ? words[.networkQuick]
                : words.text(.networkMinutes, ["minutes": String(minutes)])
        )
        return parts.joined(separator: " · ")
    }

    /// Nil for a network that is not known here.
    private static func cost(of listing: CoinListing) -> Cost? {
        switch listing.coin.network.name {
        case "ethereum": listing.contract == nil ? .middle : .high
        case "tron": listing.contract == nil ? .low : .middle
        case "bitcoin": .middle
        case "bitcoincash", "bsc", "dogecoin", "litecoin", "polygon": .low
        default: nil
        }
    }
}
