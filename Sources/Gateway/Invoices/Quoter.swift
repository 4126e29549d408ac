import Chains
import Payments

/// Quotes prices in coins at the board's rates.
struct Quoter: Sendable {
    private let gateway: Gateway

    /// Quotes with a gateway's board and catalogue.
    init(_ gateway: Gateway) { self.gateway = gateway }

    /// What a price comes to in a coin now.
    func quote(
        price: Amount,
        in coin: Coin,
        on terms: Quote.Terms,
        at now: Instant
    ) throws(OfferRefusal) -> Quote {
        let market = try market(for: coin, in: price.asset, on: terms, at: now)
        do {
            return try Quote(price: price, in: coin, on: terms, market: market)
        } catch {
            throw .amountTooLarge
        }
    }

    /// Every price that a quote on some terms needs; none may be missing or old.
    private func market(
        for coin: Coin,
        in priceAsset: Asset,
        on terms: Quote.Terms,
        at now: Instant
    ) throws(OfferRefusal) -> Quote.Market {
        let ticker = coin.asset.ticker
        guard let rate = gateway.board.rate(of: ticker, in: priceAsset.ticker, at: now),
            let typical = gateway.networks[coin.network]?.description.coin(ticker: ticker)?
                .networkFee
        else { throw .rateNotAvailable }
        var cost = gateway.costs.cost(of: coin, at: now)
        var fee = typical
        do { fee = try cost?.amount ?? typical } catch { cost = nil }
        var prices: [String: Ratio] = [:]
        for asset in terms.tariffs.reduce(into: Set<Asset>(), { $0.formUnion($1.assets) }) {
            guard let other = gateway.board.rate(of: ticker, in: asset.ticker, at: now) else {
                throw .rateNotAvailable
            }
            prices[asset.ticker] = other.price
        }
        guard let moving = gateway.board.rate(of: ticker, in: fee.asset.ticker, at: now) else {
            // Nobody is asked for a fee that is ignored, so its price may be missing.
            guard terms.feeTerms == .ignored else { throw .rateNotAvailable }
            return Quote.Market(rate: rate, networkFee: .zero(coin.asset), prices: prices)
        }
        prices[fee.asset.ticker] = moving.price
        return Quote.Market(rate: rate, networkFee: fee, cost: cost, prices: prices)
    }
}
