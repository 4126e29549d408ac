/// A coin in the words of the page: what it is called, and on which network.
struct CoinText: Sendable, Hashable {
    let ticker: String
    /// Such as `Tether`.
    let name: String
    /// Such as `Tron`.
    let networkName: String
    /// The one letter in the coloured disc beside it.
    let monogram: String
    /// The class that the style sheet has a colour for.
    let style: String

    init(ticker: String, name: String, networkName: String) {
        self.ticker = ticker
        self.name = name
        self.networkName = networkName
        monogram = name.first.map { String($0).uppercased() } ?? "·"
        let known = ticker.lowercased()
        style = Self.coloured.contains(known) ? known : "other"
    }

    private static let coloured: Set<String> = [
        "bch", "bnb", "btc", "dai", "doge", "eth", "ltc", "pol", "trx", "usdc", "usdt",
    ]
}
