import Chains
package import Payments

/// Quotes invoices in coins at the board's rates.
package struct Quoter: Sendable {
    private let gateway: Gateway

    /// Quotes with a gateway's board and catalogue.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// What an invoice comes to in a coin now, or nil where a fresh price is missing or the sum is
    /// beyond 128 bits.
    package func quote(
        price: Amount,
        in coin: Coin,
        feeTerms: NetworkFeeTerms,
        insurance: Ratio,
        at now: Instant
    ) -> Quote? {
        guard
            let rate = gateway.board.rate(
                of: coin.asset.ticker,
                in: price.asset.ticker,
                at: now
            ), let fee = networkFee(of: coin, at: now)
        else { return nil }
        return try? Quote(
            price: price,
            in: coin,
            at: rate,
            insurance: insurance,
            networkFee: fee,
            feeTerms: feeTerms
        )
    }

    /// What it costs to move a received coin on, in that coin, rounded up.
    private func networkFee(of coin: Coin, at now: Instant) -> Amount? {
        guard
            let entry = gateway.networks[coin.network]?.description.coin(
                ticker: coin.asset.ticker
            )
        else { return nil }
        let fee = entry.networkFee
        if fee.asset == coin.asset { return fee }
        guard
            let rate = gateway.board.rate(of: coin.asset.ticker, in: fee.asset.ticker, at: now)
        else { return nil }
        return try? Quote(
            price: fee,
            in: coin,
            at: rate,
            networkFee: .zero(coin.asset),
            feeTerms: .ignored
        ).due
    }
}
