extension CheckoutPageModel {
    /// The coins on offer, each with what is due in it now.
    struct Choose: Sendable {
        let heading: String
        let chooseURL: String
        let chooseFields: [FormField]
        /// Whether the amount stays.
        let promise: String
        let groups: [Group]
        let deadline: Deadline?
        let search: Search?

        init(
            chooseURL: String,
            chooseFields: [FormField] = [],
            promise: String,
            offers: [Offer],
            query: String? = nil,
            deadline: Deadline? = nil,
            in words: Words
        ) {
            heading = words[.chooseHeading]
            self.chooseURL = chooseURL
            self.chooseFields = chooseFields
            self.promise = promise
            let isSearched = offers.count >= Search.offersMin
            let query = isSearched ? query.flatMap(Search.trimmed) : nil
            groups = Group.all(of: offers, matching: query)
            search =
                isSearched
                ? Search(query: query ?? "", isEmpty: groups.allSatisfy(\.isHidden)) : nil
            self.deadline = deadline
        }
    }

    /// The box that narrows the list down; it works without scripts as a form.
    struct Search: Sendable {
        /// Fewer coins are seen at a glance.
        static let offersMin = 7
        private static let queryLengthMax = 40

        let query: String
        let hasQuery: Bool
        let findsNothing: Bool

        fileprivate init(query: String, isEmpty: Bool) {
            self.query = query
            hasQuery = !query.isEmpty
            findsNothing = isEmpty
        }

        /// Nil where there is nothing to look for.
        fileprivate static func trimmed(_ query: String) -> String? {
            let words = ShownText.safe(query).split(separator: " ")
            return words.isEmpty ? nil : String(words.joined(separator: " ").prefix(queryLengthMax))
        }
    }

    /// One asset with the networks it can be paid on.
    struct Group: Sendable {
        let groupCoin: CoinText
        let isSeveral: Bool
        let offers: [Offer]
        /// Whether no offer of it matches the search.
        let isHidden: Bool

        /// What most people pay with, first.
        private static let popular = [
            "USDT", "BTC", "USDC", "ETH", "LTC", "TRX", "BNB", "POL", "DOGE", "BCH",
        ]

        fileprivate static func all(of offers: [Offer], matching query: String?) -> [Group] {
            var tickers: [String] = []
            for offer in offers where !tickers.contains(offer.coin.ticker) {
                tickers.append(offer.coin.ticker)
            }
            let ranked = tickers.enumerated().sorted { rank($0) < rank($1) }.map(\.element)
            return ranked.compactMap { ticker in
                let own = offers.filter { $0.coin.ticker == ticker }.enumerated()
                    .sorted { place($0) < place($1) }.map(\.element)
                guard let first = own.first else { return nil }
                let shown = own.map { $0.hidden(unless: query) }
                return Group(
                    groupCoin: first.coin,
                    isSeveral: own.count > 1,
                    offers: shown,
                    isHidden: shown.allSatisfy(\.isLeftOut)
                )
            }
        }

        /// What tokens are sent on most, and for the least, first.
        private static let networks = ["tron", "bsc", "polygon", "ethereum"]

        private static func place(_ offer: (offset: Int, element: Offer)) -> (Int, Int) {
            let network = networks.firstIndex { offer.element.value.hasSuffix(":\($0)") }
            return (network ?? networks.count, offer.offset)
        }

        private static func rank(_ ticker: (offset: Int, element: String)) -> (Int, Int) {
            (popular.firstIndex(of: ticker.element) ?? popular.count, ticker.offset)
        }
    }

    /// One coin on offer; posted as the form's `coin`.
    struct Offer: Sendable {
        /// Such as `USDT:tron`.
        let value: String
        let coin: CoinText
        /// Such as `Tron network`.
        let networkText: Sentence
        let amount: String
        /// Such as `Included: Network fee: 1 USDT`.
        let feeNote: String?
        /// The network in words: what else it is called, how fast and how dear it is.
        let networkNote: String?
        /// What a search looks through, in lower case.
        let findText: String
        /// Whether a search does not match it; it stays in the page, where a script can show it.
        private(set) var isLeftOut = false

        init(
            value: String,
            coin: CoinText,
            amount: String,
            feeNote: String? = nil,
            networkNote: String? = nil,
            networkAlias: String? = nil,
            in words: Words
        ) {
            networkText = words.sentence(.networkOf, ["network": coin.networkName])
            self.value = value
            self.coin = coin
            self.amount = amount
            self.feeNote = feeNote
            self.networkNote = networkNote
            let names = [coin.ticker, coin.name, coin.networkName, networkAlias ?? ""]
            findText = names.joined(separator: " ").lowercased()
        }

        fileprivate func hidden(unless query: String?) -> Offer {
            guard let query else { return self }
            var offer = self
            offer.isLeftOut = !query.lowercased().split(separator: " ")
                .allSatisfy { findText.contains($0) }
            return offer
        }
    }
}
