/// Rate and amounts computed for a coin at a moment, with every part of the sum.
///
/// `due = net + insurance + onTopFee + fees`. Everything is computed exactly and rounded up once,
/// at the end, to the coin's smallest unit: 30 USD at 87.41 USD/LTC are 0.34321016 LTC. Each part
/// is what it adds to the rounded sum, so the parts always sum up to the due.
package struct Quote: Sendable, Hashable {
    /// What a tariff comes to in the coin.
    package struct Fee: Sendable, Hashable {
        /// The tariff's name.
        package let name: String
        /// What it adds to the due, in the coin.
        package let amount: Amount

        /// Describes a fee.
        package init(name: String, amount: Amount) {
            self.name = name
            self.amount = amount
        }
    }

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
    /// What the tariffs add, in the order they were named.
    package let fees: [Fee]
    /// What the payer is asked for.
    package let due: Amount
    /// What the network fee is made of; nil where it is the catalogue's typical one.
    package let cost: NetworkCost?

    /// Restores a quote that was stored.
    package init(
        coin: Coin,
        rate: Rate,
        net: Amount,
        insurance: Amount,
        networkFee: Amount,
        feeTerms: NetworkFeeTerms,
        fees: [Fee],
        due: Amount,
        cost: NetworkCost? = nil
    ) {
        self.coin = coin
        self.rate = rate
        self.net = net
        self.insurance = insurance
        self.networkFee = networkFee
        self.feeTerms = feeTerms
        self.fees = fees
        self.due = due
        self.cost = cost
    }

    /// The due less the network fee; the whole due when the fee is ignored.
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
