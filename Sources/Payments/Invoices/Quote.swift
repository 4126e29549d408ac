/// Rate and amounts computed for a coin at a moment, with every part of the sum.
///
/// `due = net + insurance + onTopFee`. Everything is computed exactly and rounded up once, at the
/// end, to the coin's smallest unit: 30 USD at 87.41 USD/LTC are 0.34321016 LTC.
package struct Quote: Sendable, Hashable {
    /// The coin it is for.
    package let coin: Coin
    /// The rate it was made at.
    package let rate: Rate
    /// The price at the rate alone, rounded up.
    package let net: Amount
    /// What the insurance percentage adds.
    package let insurance: Amount
    /// What it costs to move the coin on; part of `due` by the terms.
    package let networkFee: Amount
    /// Who bears the network fee.
    package let feeTerms: NetworkFeeTerms
    /// What the payer is asked for.
    package let due: Amount

    /// Restores a quote that was stored.
    package init(
        coin: Coin,
        rate: Rate,
        net: Amount,
        insurance: Amount,
        networkFee: Amount,
        feeTerms: NetworkFeeTerms,
        due: Amount
    ) {
        self.coin = coin
        self.rate = rate
        self.net = net
        self.insurance = insurance
        self.networkFee = networkFee
        self.feeTerms = feeTerms
        self.due = due
    }

    /// Computes what a price comes to in a coin.
    ///
    /// `insurance`: The fraction to add to the price: 1 % is 1/100.
    /// Errors: `MoneyError.zero` for a rate of nothing, `.overflow` beyond 128 bits.
    package init(
        price: Amount,
        in coin: Coin,
        at rate: Rate,
        insurance: Ratio = Ratio(whole: 0),
        networkFee: Amount,
        feeTerms: NetworkFeeTerms
    ) throws(MoneyError) {
        if rate.price.isZero { throw .zero }
        let fee = feeTerms == .onTop ? networkFee.units : 0
        let net = try Self.roundedUp(price, in: coin, at: rate, adding: Ratio(whole: 0))
        let insured = try Self.roundedUp(price, in: coin, at: rate, adding: insurance)
        let (due, overflow) = insured.addingReportingOverflow(fee)
        if overflow { throw .overflow }
        self.init(
            coin: coin,
            rate: rate,
            net: Amount(units: net, of: coin.asset),
            insurance: Amount(units: insured - net, of: coin.asset),
            networkFee: networkFee,
            feeTerms: feeTerms,
            due: Amount(units: due, of: coin.asset)
        )
    }

    /// Price ÷ rate × (1 + extra) in the coin's smallest units, rounded up once.
    private static func roundedUp(
        _ price: Amount,
        in coin: Coin,
        at rate: Rate,
        adding extra: Ratio
    ) throws(MoneyError) -> UInt128 {
        let (factor, overflow) = extra.numerator.addingReportingOverflow(extra.denominator)
        if overflow { throw .overflow }
        let upper = WideInteger(
            product: price.units,
            coin.asset.unitsPerWhole,
            rate.price.denominator,
            factor
        )
        let lower = WideInteger(
            product: price.asset.unitsPerWhole,
            rate.price.numerator,
            extra.denominator
        )
        let (quotient, remainder) = upper.dividedWithRemainder(by: lower)
        let rounded = remainder.isZero ? quotient : quotient.adding(WideInteger(1))
        guard let units = rounded.narrowed else { throw .overflow }
        return units
    }

    /// What the merchant nets of the due in the coin when the fee is inside; else the due.
    package var dueWithoutFee: Amount {
        switch feeTerms {
        case .ignored: due
        case .inside, .onTop: due.subtractingOrZero(networkFee)
        }
    }

    /// What an amount of the coin is worth in the price asset at this quote's rate, rounded down.
    package func worth(of amount: Amount, in priceAsset: Asset) throws(MoneyError) -> Amount {
        precondition(amount.asset == coin.asset, "the amount is in another coin")
        let upper = WideInteger(
            product: amount.units,
            rate.price.numerator,
            priceAsset.unitsPerWhole
        )
        let lower = WideInteger(product: rate.price.denominator, coin.asset.unitsPerWhole)
        guard let units = upper.dividedWithRemainder(by: lower).quotient.narrowed else {
            throw .overflow
        }
        return Amount(units: units, of: priceAsset)
    }
}
