import Chains
import Payments

extension Gateway {
    /// How many blocks of a network must hold a payment for an invoice, by the merchant's rules and
    /// what the price is worth in dollars at a moment.
    ///
    /// `otherwise`: The network's own number.
    func confirmations(
        of invoice: Invoice,
        for merchant: Merchant,
        on network: NetworkID,
        otherwise own: Int,
        at now: Instant
    ) -> Int {
        let dollars = board.rate(
            of: invoice.price.asset.ticker,
            in: AssetPrice.dollarTicker,
            at: now
        )
        return ConfirmationRule.confirmations(
            on: network,
            worth: dollars.flatMap { invoice.price.worth(at: $0.price) },
            by: merchant.confirmationRules,
            otherwise: own
        )
    }
}
