import Payments

/// What the tests of payments share: an invoice of an hour, choices of 100 units, transfers.
enum Sample {
    static let usd = Asset(ticker: "USD", decimals: 2)
    static let jpy = Asset(ticker: "JPY", decimals: 0)
    static let ltc = Asset(ticker: "LTC", decimals: 8)
    static let btc = Asset(ticker: "BTC", decimals: 8)
    static let eth = Asset(ticker: "ETH", decimals: 18)
    static let litecoin = NetworkID("litecoin")
    static let bitcoin = NetworkID("bitcoin")
    static let opened = Instant(seconds: 1_700_000_000)
    static let deadline = opened.advanced(bySeconds: 3_600)
    static let tipHeight: UInt64 = 100

    static func rate(_ text: String) throws -> Rate {
        Rate(price: try Ratio(decimal: text), time: opened, source: "test")
    }

    static func invoice(
        tolerance: Ratio = Ratio(whole: 0),
        slippage: Ratio? = nil,
        coins: [Coin] = [Coin(ltc, on: litecoin)]
    ) -> Invoice {
        Invoice(
            id: InvoiceID("i"),
            code: InvoiceCode("AAAAAAAA"),
            merchant: MerchantID("m_1"),
            dialect: .okipays,
            key: APIKeyID("k"),
            externalID: "1",
            isExternalIDNumeric: false,
            price: Amount(units: 3_000, of: usd),
            coins: coins,
            terms: Quote.Terms(),
            tolerance: tolerance,
            slippage: slippage,
            lateTerms: Invoice.LateTerms(windowSeconds: 0, tolerance: Ratio(whole: 0)),
            details: nil,
            returnURL: nil,
            openedAt: opened,
            deadline: deadline
        )
    }

    static func choice(
        _ id: String = "ltc",
        of coin: Coin = Coin(ltc, on: litecoin),
        due: UInt128 = 100,
        confirmations: Int = 2,
        chooser: Choice.Chooser = .shop
    ) throws -> Choice {
        let due = Amount(units: due, of: coin.asset)
        return Choice(
            id: ChoiceID(id),
            address: "address-\(id)",
            quote: Quote(
                coin: coin,
                rate: try rate("80"),
                net: due,
                insurance: .zero(coin.asset),
                networkFee: .zero(coin.asset),
                feeTerms: .ignored,
                fees: [],
                due: due
            ),
            confirmations: confirmations,
            finality: 6,
            chooser: chooser,
            chosenAt: opened
        )
    }

    static func transfer(
        _ units: UInt128,
        _ position: TransferFact.Position,
        to choice: Choice,
        number: Int = 0,
        isFinal: Bool = false,
        arrivedAt: Instant = opened,
        rating: TransferFact.Rating = .quoted
    ) -> TransferFact {
        let coin = choice.quote.coin
        return TransferFact(
            transfer: Transfer(
                id: Transfer.ID(network: coin.network, txid: "tx-\(number)", index: 0),
                address: choice.address,
                amount: Amount(units: units, of: coin.asset)
            ),
            choice: choice.id,
            position: position,
            isFinal: isFinal,
            arrivedAt: arrivedAt,
            rating: rating
        )
    }

    /// Facts of networks read to height 100, with nothing newer a while ago.
    static func facts(
        _ choices: [Choice],
        _ transfers: [TransferFact] = [],
        marks: Set<Mark> = [],
        caughtUpAt: Instant = opened
    ) -> Facts {
        let tip = Facts.Tip(height: tipHeight, caughtUpAt: caughtUpAt)
        return Facts(
            choices: choices,
            transfers: transfers,
            marks: marks,
            tips: [litecoin: tip, bitcoin: tip]
        )
    }

    static func standing(
        _ confirmed: Standing.Level = .unpaid,
        seen: Standing.Level? = nil,
        pending: UInt128 = 0,
        isChosen: Bool = false,
        isExpired: Bool = false,
        hasLateMoney: Bool = false,
        hasLostMoney: Bool = false,
        decision: Standing.Decision? = nil
    ) -> Standing {
        let receipt = Standing.Receipt(
            choice: ChoiceID("ltc"),
            confirmed: Amount(units: UInt128(confirmed.rawValue) * 50, of: ltc),
            pending: Amount(units: pending, of: ltc)
        )
        let isEmpty = confirmed == .unpaid && pending == 0
        return Standing(
            confirmed: confirmed,
            seen: seen ?? confirmed,
            receipts: isEmpty ? [] : [receipt],
            isChosen: isChosen,
            isExpired: isExpired,
            hasLateMoney: hasLateMoney,
            hasLostMoney: hasLostMoney,
            decision: decision
        )
    }
}
