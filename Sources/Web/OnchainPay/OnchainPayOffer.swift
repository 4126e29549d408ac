import Gateway
import Payments
import Wire

/// Reads the coins that an invoice is to be offered in, in the five shapes clients write.
///
/// `{"currency":"USDT","networks":[{"name":"tron"}]}`, `…"networks":["tron"]}`,
/// `{"currency":"USDT"}`, `["USDT","tron"]`, `"USDT"` or `"USDT_tron"` (API contract A5.6).
struct OnchainPayOffer {
    /// What the merchant can take.
    let available: [Coin]

    /// Nothing, an empty list, and lists of nothing mean everything.
    func offer(_ items: [JSONValue]?) throws(OnchainPayFault) -> NewInvoice.Offer {
        var coins: [Coin] = []
        for (place, item) in (items ?? []).enumerated() {
            let path = "currencies[\(place)]"
            guard let wish = try Self.wish(item, at: path) else { continue }
            let matching = available.filter(wish.fits)
            let unknown = wish.networks.first { network in
                !matching.contains { $0.network.name == network }
            }
            guard !matching.isEmpty, unknown == nil else {
                let network = unknown.map { " on \($0)" } ?? ""
                throw .currencyNotAvailable("\(path): \(wish.ticker)\(network) is not available")
            }
            for coin in matching where !coins.contains(coin) { coins.append(coin) }
        }
        return coins.isEmpty ? .everything : .only(coins)
    }

    /// A coin and the networks it is wanted on; none for all.
    private struct Wish {
        let ticker: String
        let networks: [String]

        func fits(_ coin: Coin) -> Bool {
            coin.asset.ticker == ticker
                && (networks.isEmpty || networks.contains(coin.network.name))
        }

        init(ticker: String, networks: [String]) {
            self.ticker = ticker.uppercased()
            self.networks = networks.map { $0.lowercased() }
        }
    }

    private static func wish(
        _ item: JSONValue,
        at path: String
    ) throws(OnchainPayFault) -> Wish? {
        switch item {
        case .null: return nil
        case .string(let text):
            let halves = text.split(separator: "_", maxSplits: 1).map(String.init)
            guard let ticker = halves.first else {
                throw .invalid(field: path, "must name a currency")
            }
            return Wish(ticker: ticker, networks: Array(halves.dropFirst()))
        case .array(let items):
            var words: [String] = []
            for item in items {
                guard let word = item.string else {
                    throw .invalid(field: path, "must be a list of strings")
                }
                words.append(word)
            }
            guard let ticker = words.first else { return nil }
            return Wish(ticker: ticker, networks: Array(words.dropFirst()))
        case .object(let object): return try wish(OnchainPayFields(object), at: path)
        case .number, .bool:
            throw .invalid(field: path, "must be an object, a list or a string")
        }
    }

    private static func wish(
        _ fields: OnchainPayFields,
        at path: String
    ) throws(OnchainPayFault) -> Wish {
        guard let ticker = fields["currency"]?.string else {
            throw .invalid(field: "\(path).currency", "must be a string")
        }
        var networks: [String] = []
        for item in try fields.list("networks") ?? [] {
            switch item {
            case .string(let name): networks.append(name)
            case .object(let object):
                guard let name = object["name"]?.string else {
                    throw .invalid(field: "\(path).networks", "must have a name each")
                }
                networks.append(name)
            default:
                throw .invalid(field: "\(path).networks", "must be names or objects with one")
            }
        }
        return Wish(ticker: ticker, networks: networks)
    }
}
