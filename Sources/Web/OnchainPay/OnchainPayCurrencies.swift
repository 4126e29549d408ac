import Gateway
import Payments
import Wire

/// Coins, prices and addresses (API contract A5.2 to A5.4).
struct OnchainPayCurrencies {
    let gateway: Gateway
    let showcase: Showcase

    /// Every asset with the networks it is served on; fiat has none.
    func list(for caller: Caller) -> JSONValue {
        .array(
            showcase.priceAssets.map { listing in
                let ticker = listing.asset.ticker
                let coins = showcase.coins.filter { $0.coin.asset.ticker == ticker }
                let networks = coins.map { network(of: $0, for: caller) }
                let mayDeposit = coins.contains { caller.wallets[$0.coin.network] != nil }
                return [
                    "currency": .string(ticker),
                    "alias": .string(listing.name),
                    "priceUSD": .string(dollars(of: ticker)),
                    "allowDeposit": .bool(mayDeposit),
                    "allowWithdrawal": false,
                    "networks": .array(networks),
                ]
            }
        )
    }

    private func network(of listing: CoinListing, for caller: Caller) -> JSONValue {
        [
            "name": .string(listing.coin.network.name),
            "alias": .string(listing.networkTitle),
            "addressRegex": .string(listing.addressPattern),
            "tagRegex": nil,
            "contract": .optional(listing.contract),
            "confirmations": .integer(listing.confirmations),
            "withdrawalFee": .string(fee(of: listing)),
            "withdrawalMin": "0",
            "allowDeposit": .bool(caller.wallets[listing.coin.network] != nil),
            "allowWithdrawal": false,
            "allowCrosschainBridge": false,
            "allowCrosschainSwapFrom": false,
            "allowCrosschainSwapTo": false,
            "allowAutoSwapFrom": false,
            "allowAutoSwapTo": false,
            "underMaintenance": false,
        ]
    }

    /// What it costs to move the coin on, in the coin; "0" where there is no fresh price.
    private func fee(of listing: CoinListing) -> String {
        let fee = listing.networkFee
        let coin = listing.coin
        let rate = gateway.board.rate(
            of: coin.asset.ticker,
            in: fee.asset.ticker,
            at: gateway.time.now()
        )
        guard let rate,
            let quote = try? Quote(
                price: fee,
                in: coin,
                on: Quote.Terms(),
                market: Quote.Market(rate: rate, networkFee: .zero(coin.asset))
            )
        else { return "0" }
        return quote.due.decimal
    }

    /// The price in dollars that was known last; "0" where none ever was.
    private func dollars(of ticker: String) -> String {
        gateway.board.dollars(of: ticker).map(OnchainPayText.price) ?? "0"
    }

    /// The price of one `from` in `to`, as a bare string.
    func priceRate(_ fields: OnchainPayFields) throws(OnchainPayFault) -> JSONValue {
        guard let from = try fields.text("from")?.uppercased() else {
            throw .invalid(field: "from", "is required")
        }
        guard let to = try fields.text("to")?.uppercased() else {
            throw .invalid(field: "to", "is required")
        }
        for ticker in [from, to] where showcase.priceAsset(ticker) == nil {
            throw .currencyNotAvailable("\"\(ticker)\" is not known")
        }
        guard let rate = gateway.board.rate(of: from, in: to, at: gateway.time.now()) else {
            throw .rateNotAvailable
        }
        return .string(OnchainPayText.price(rate))
    }

    /// Whether a text is an address of a network.
    func validateAddress(_ fields: OnchainPayFields) throws(OnchainPayFault) -> JSONValue {
        guard let address = try fields.text("address") else {
            throw .invalid(field: "address", "is required")
        }
        let network = try fields.requiredText("network").lowercased()
        guard let check = showcase.check(address: address, on: NetworkID(network)) else {
            throw .currencyNotAvailable("network \(network) is not known")
        }
        return ["isValid": .bool(check.isValid), "regex": .string(check.pattern)]
    }

    /// The coin of a ticker on a network that the merchant can take, or a fault.
    static func coin(
        in fields: OnchainPayFields,
        among available: [Coin]
    ) throws(OnchainPayFault) -> Coin {
        let ticker = try fields.requiredText("currency").uppercased()
        let network = try fields.requiredText("network").lowercased()
        let coin = available.first {
            $0.asset.ticker == ticker && $0.network.name == network
        }
        guard let coin else {
            throw .currencyNotAvailable("\(ticker) on \(network) is not available")
        }
        return coin
    }
}
