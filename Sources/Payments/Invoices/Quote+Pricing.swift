extension Quote {
    /// On which terms a price is quoted.
    package struct Terms: Sendable, Hashable {
        /// Who bears the network fee.
        package let feeTerms: NetworkFeeTerms
        /// The fraction added to the price: 1/100 is one percent.
        package let insurance: Ratio
        /// The fees added to the price, in their order.
        package let tariffs: [Tariff]

        /// Describes terms; by default the price is asked for and nothing else.
        package init(
            feeTerms: NetworkFeeTerms = .ignored,
            insurance: Ratio = Ratio(whole: 0),
            tariffs: [Tariff] = []
        ) {
            self.feeTerms = feeTerms
            self.insurance = insurance
            self.tariffs = tariffs
        }
    }

    /// What the market says at the moment of a quote.
    package struct Market: Sendable, Hashable {
        /// The price of one whole coin in the invoice's price asset.
        package let rate: Rate
        /// What moving the coin on costs, in the asset it is paid in: TRX for USDT on tron.
        package let networkFee: Amount
        /// What the network fee is made of; nil where it is the catalogue's typical one.
        package let cost: NetworkCost?
        /// The price of one whole coin in each other asset that a fee is stated in, by ticker.
        ///
        /// The coin's own ticker, which is 1, and the price asset's, which is the rate, need no
        /// entry and are not looked up.
        package let prices: [String: Ratio]

        /// Describes the market at a moment.
        package init(
            rate: Rate,
            networkFee: Amount,
            cost: NetworkCost? = nil,
            prices: [String: Ratio] = [:]
        ) {
            self.rate = rate
            self.networkFee = networkFee
            self.cost = cost
            self.prices = prices
        }
    }

    /// How many decimals a due has at most: wallets and exchanges let nobody type eighteen.
    package static let decimalsMax = 8

    /// Computes what a price comes to in a coin.
    ///
    /// The due is rounded up to eight decimals; a price in the coin itself is asked for as it is.
    ///
    /// Errors: `MoneyError.zero` for a rate or price of nothing, `.priceMissing` for a fee in an
    /// asset whose price the market does not give, `.overflow` beyond 128 bits.
    package init(
        price: Amount,
        in coin: Coin,
        on terms: Terms,
        market: Market
    ) throws(MoneyError) {
        let exchange = Exchange(coin: coin, priceTicker: price.asset.ticker, market: market)
        let exactNet = try exchange.units(of: price)
        let exactFee = try exchange.units(of: market.networkFee)
        let isOwnPrice = price.asset.ticker == coin.asset.ticker
        var sum = RunningSum(
            asset: coin.asset,
            decimalsMax: isOwnPrice ? coin.asset.decimals : Quote.decimalsMax
        )
        let net = try sum.add(exactNet)
        let insurance = try sum.add(exactNet.multiplied(by: terms.insurance))
        let networkFee =
            switch terms.feeTerms {
            case .onTop: try sum.add(exactFee)
            case .ignored, .inside: Amount(units: try exactFee.roundedUp(), of: coin.asset)
            }
        var fees: [Fee] = []
        for tariff in terms.tariffs {
            let fee = try exchange.units(of: tariff, onTopOf: exactNet)
            fees.append(Fee(name: tariff.name, amount: try sum.add(fee)))
        }
        self.init(
            coin: coin,
            rate: market.rate,
            net: net,
            insurance: insurance,
            networkFee: networkFee,
            feeTerms: terms.feeTerms,
            fees: fees,
            due: sum.rounded,
            cost: market.cost
        )
    }
}

/// Turns money into a coin at the prices of a moment, without rounding.
private struct Exchange {
    let coin: Coin
    let priceTicker: String
    let market: Quote.Market

    /// How many smallest units of the coin an amount is worth.
    func units(of amount: Amount) throws(MoneyError) -> WideRatio {
        let price = try coinPrice(in: amount.asset.ticker)
        if price.isZero { throw .zero }
        // Whole units are exchanged, so only the difference of the decimals is left to scale by.
        let scale = try Ratio(coin.asset.unitsPerWhole, over: amount.asset.unitsPerWhole)
        return WideRatio(
            WideInteger(product: amount.units, scale.numerator, price.denominator),
            over: WideInteger(product: scale.denominator, price.numerator)
        )
    }

    /// How many smallest units of the coin a tariff takes on top of a price of so many.
    func units(of tariff: Tariff, onTopOf net: WideRatio) throws(MoneyError) -> WideRatio {
        switch tariff.rule {
        case .fixed(let amount): return try units(of: amount)
        case .percent(let fraction):
            var fee = net.multiplied(by: fraction)
            if let minimum = tariff.minimum { fee = max(fee, try units(of: minimum)) }
            if let maximum = tariff.maximum { fee = min(fee, try units(of: maximum)) }
            return fee
        }
    }

    private func coinPrice(in ticker: String) throws(MoneyError) -> Ratio {
        if ticker == coin.asset.ticker { return .one }
        if ticker == priceTicker { return market.rate.price }
        guard let price = market.prices[ticker] else { throw .priceMissing(ticker: ticker) }
        return price
    }
}

/// An exact sum that tells by how much each part raises it once it is rounded up.
///
/// The parts told so far therefore always sum up to the rounded total.
private struct RunningSum {
    private var exact = WideRatio.zero
    private(set) var rounded: Amount

    /// What it is rounded up to a multiple of.
    private let step: UInt128

    init(asset: Asset, decimalsMax: Int) {
        rounded = .zero(asset)
        step = UInt128.powerOfTen(max(asset.decimals - decimalsMax, 0))
    }

    mutating func add(_ part: WideRatio) throws(MoneyError) -> Amount {
        exact = exact.adding(part)
        let before = rounded
        let steps = try WideRatio(
            exact.numerator,
            over: exact.denominator.multiplied(by: WideInteger(step))
        ).roundedUp()
        let (units, overflowed) = steps.multipliedReportingOverflow(by: step)
        if overflowed { throw .overflow }
        rounded = Amount(units: units, of: before.asset)
        return rounded.subtractingOrZero(before)
    }
}
