import Chains
import Gateway
import Keys
import Payments

@testable import Web

/// An invoice with everything that may be known of it, in every state, and its presenter.
///
/// What is nobody's business but the merchant's carries the word `secret`, everywhere.
struct CheckoutWorld {
    static let opened = Instant(seconds: 1_700_000_000)
    static let deadline = opened.advanced(bySeconds: 3_600)
    static let tip: UInt64 = 1_000
    static let txid = "5f1ee3a27b0c8d4499d1b1c0aa37c1f0e2b8a6d4c3f29e7781d05b6a9c4e2f13"
    static let address = "TExampleExampleExampleExampleExamp"
    static let eur = Asset(ticker: "EUR", decimals: 2)

    var merchantName = "Tea House"
    var details: String? = "Two cups & a pot of <b>Assam</b>"
    var order: String? = "7001"
    var returnURL: String? = "https://shop.example/orders/7001?a=1&b=2"
    var branding = Branding()
    var slippage: Ratio?
    var coins: [Coin] = CheckoutWorld.coins
    var isSandbox = false
    var now = CheckoutWorld.opened.advanced(bySeconds: 600)

    static let coins = Catalogue.standard.coins.map(\.coin)
    static let tether = coin("USDT", "tron")
    static let showcase = Showcase(
        catalogue: .standard,
        networks: Catalogue.standard.networks.map {
            WatchedNetwork(description: $0, chain: .main, isSimulated: false)
        }
    )

    static func coin(_ ticker: String, _ network: String) -> Coin {
        coins.first { $0.asset.ticker == ticker && $0.network.name == network } ?? coins[0]
    }

    var presenter: CheckoutPresenter {
        CheckoutPresenter(
            showcase: Self.showcase,
            isSandbox: isSandbox,
            now: { [now] in now },
            quotes: { stored in stored.invoice.coins.compactMap { try? Self.quote(in: $0) } }
        )
    }

    var merchant: Merchant {
        Merchant(
            id: MerchantID("m_secret"),
            name: merchantName,
            resultURL: "https://secret.example/result",
            tolerance: Ratio(whole: 0),
            insurance: Ratio(whole: 0),
            lateTerms: Invoice.LateTerms(windowSeconds: 0, tolerance: Ratio(whole: 0)),
            branding: branding,
            createdAt: Self.opened
        )
    }

    var invoice: Invoice {
        Invoice(
            id: InvoiceID("secret-invoice-id"),
            code: InvoiceCode("Q7M2ZK9P"),
            merchant: MerchantID("m_secret"),
            dialect: .okipays,
            key: APIKeyID("secret-key"),
            externalID: order,
            isExternalIDNumeric: true,
            contentDigest: "secret-digest",
            price: Amount(units: 4_990, of: Self.eur),
            coins: coins,
            terms: Quote.Terms(feeTerms: .onTop),
            tolerance: Ratio(whole: 0),
            slippage: slippage,
            lateTerms: Invoice.LateTerms(windowSeconds: 0, tolerance: Ratio(whole: 0)),
            label: "secret label",
            details: details,
            payer: Invoice.Payer(
                reference: "secret reference",
                email: "secret@payer.example",
                customer: CustomerID("secret-customer")
            ),
            returnURL: returnURL,
            webhooks: Invoice.Webhooks(
                all: "https://secret.example/all",
                success: "https://secret.example/success",
                failure: "https://secret.example/failure"
            ),
            openedAt: Self.opened,
            deadline: Self.deadline
        )
    }

    /// Quotes of 49.90 EUR at prices that stay the same; moving a coin on costs 0.001 of it.
    static func quote(in coin: Coin, at price: String? = nil) throws -> Quote {
        let usual = [
            "BTC": "61234.5", "ETH": "2950", "LTC": "78.5", "USDT": "0.92", "USDC": "0.92",
            "TRX": "0.12", "BNB": "550", "POL": "0.41", "DOGE": "0.15", "BCH": "415",
        ]
        return try Quote(
            price: Amount(units: 4_990, of: eur),
            in: coin,
            on: Quote.Terms(feeTerms: .onTop),
            market: Quote.Market(
                rate: Rate(
                    price: try Ratio(decimal: price ?? usual[coin.asset.ticker] ?? "1"),
                    time: opened,
                    source: "median(binance,kraken)"
                ),
                networkFee: try Amount(decimal: "0.001", of: coin.asset)
            )
        )
    }

    static func choice(of coin: Coin = tether, requotedAt price: String? = nil) throws -> Choice {
        Choice(
            id: ChoiceID("secret-choice"),
            address: address,
            quote: try quote(in: coin),
            requotes: try price.map { [try quote(in: coin, at: $0)] } ?? [],
            confirmations: 19,
            finality: 27,
            chooser: .payer,
            chosenAt: opened
        )
    }

    /// A transfer of some share of the due to the choice's address.
    static func transfer(
        percent: UInt128 = 100,
        of choice: Choice,
        _ position: TransferFact.Position,
        txid: String = txid,
        coin: Coin? = nil,
        arrivedAt: Instant = opened.advanced(bySeconds: 60),
        rating: TransferFact.Rating = .quoted
    ) -> TransferFact {
        let coin = coin ?? choice.quote.coin
        let units =
            coin == choice.quote.coin
            ? choice.quote.due.units * percent / 100 : coin.asset.unitsPerWhole * 20
        return TransferFact(
            transfer: Transfer(
                id: Transfer.ID(network: coin.network, txid: txid, index: 0),
                address: choice.address,
                amount: Amount(units: units, of: coin.asset)
            ),
            choice: choice.id,
            position: position,
            isFinal: false,
            arrivedAt: arrivedAt,
            rating: rating
        )
    }

    /// The record whose standing follows from the facts, as the store would have it.
    func record(
        _ choices: [Choice] = [],
        _ transfers: [TransferFact] = [],
        marks: Set<Mark> = []
    ) -> InvoiceRecord {
        let networks = Set(Self.coins.map(\.network))
        let facts = Facts(
            choices: choices,
            transfers: transfers,
            marks: marks,
            tips: Dictionary(
                uniqueKeysWithValues: networks.map {
                    ($0, Facts.Tip(height: Self.tip, caughtUpAt: now))
                }
            )
        )
        return InvoiceRecord(
            invoice: invoice,
            facts: facts,
            standing: invoice.standing(given: facts, at: now),
            revision: 3,
            updatedAt: Self.opened,
            doneAt: Self.opened.advanced(bySeconds: 600),
            answeredAt: nil
        )
    }

    func page(
        of stored: InvoiceRecord,
        in language: Language = .english,
        query: String? = nil,
        answers: [(txid: String, answer: InquiryAnswer)] = []
    ) -> CheckoutPageModel {
        presenter.page(
            of: stored,
            for: merchant,
            as: CheckoutPresenter.View(language: PageLanguage(language), query: query),
            answers: answers
        )
    }
}
