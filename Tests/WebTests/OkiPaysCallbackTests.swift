import Chains
import Gateway
import Keys
import Logging
import Payments
import Storage
import Testing
import Wire

@testable import Web

/// The callback of API contract B8, its amounts worked by hand.
struct OkiPaysCallbackTests {
    private static let usdt = Asset(ticker: "USDT", decimals: 6)
    private static let euro = Asset(ticker: "EUR", decimals: 2)
    private static let coin = Coin(usdt, on: NetworkID("tron"))
    private static let opened = Instant(seconds: 1_700_000_000)

    private static func callback() throws -> OkiPaysCallback {
        let folder = FileFolder()
        let gateway = Gateway(
            store: try Store(sqlitePath: folder.path + "/florin.db"),
            catalogue: .standard,
            networks: Catalogue.standard.networks.map {
                WatchedNetwork(description: $0, chain: .regtest, isSimulated: true)
            },
            board: RateBoard(),
            vault: Vault(masterKey: Array(repeating: 0, count: 32)),
            time: TimeSource(now: { opened }),
            random: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return OkiPaysCallback(showcase: Showcase(gateway))
    }

    /// 49.90 EUR at 0.92 EUR a USDT are 54.239130434… USDT, rounded up to 54.239131.
    private static func stored(_ terms: NetworkFeeTerms) throws -> InvoiceRecord {
        let invoice = Invoice(
            id: InvoiceID("i"),
            code: InvoiceCode("Q7M2ZK9P"),
            merchant: MerchantID("m"),
            dialect: .okipays,
            key: APIKeyID("k"),
            externalID: "7001",
            isExternalIDNumeric: true,
            price: try Amount(decimal: "49.90", of: euro),
            coins: [coin],
            terms: Quote.Terms(feeTerms: terms),
            tolerance: Ratio(whole: 0),
            lateTerms: Invoice.LateTerms(windowSeconds: 0, tolerance: Ratio(whole: 0)),
            details: nil,
            returnURL: nil,
            openedAt: opened,
            deadline: opened.advanced(bySeconds: 3_600)
        )
        let quote = try Quote(
            price: invoice.price,
            in: coin,
            on: invoice.terms,
            market: Quote.Market(
                rate: Rate(price: Ratio(decimal: "0.92"), time: opened, source: "fixed"),
                networkFee: Amount(decimal: "1", of: usdt)
            )
        )
        let choice = Choice(
            id: ChoiceID("c"),
            address: "TExampleExampleExampleExampleExamp",
            quote: quote,
            confirmations: 1,
            finality: 2,
            chooser: .shop,
            chosenAt: opened
        )
        return InvoiceRecord(
            invoice: invoice,
            facts: Facts(choices: [choice]),
            standing: standing(confirmed: "0"),
            revision: 2,
            updatedAt: opened,
            doneAt: opened.advanced(bySeconds: 300),
            answeredAt: nil
        )
    }

    private static func standing(confirmed: String, level: Standing.Level = .unpaid) -> Standing {
        let amount = (try? Amount(decimal: confirmed, of: usdt)) ?? .zero(usdt)
        let receipt = Standing.Receipt(
            choice: ChoiceID("c"),
            confirmed: amount,
            pending: .zero(usdt)
        )
        return Standing(
            confirmed: level,
            seen: level,
            receipts: amount.isZero ? [] : [receipt],
            isChosen: false,
            isExpired: false,
            hasLateMoney: false,
            hasLostMoney: false,
            decision: nil
        )
    }

    private static func change(_ standing: Standing, before: Standing?) -> InvoiceChange {
        InvoiceChange(
            invoice: InvoiceID("i"),
            event: .paid,
            before: before,
            standing: standing
        )
    }

    private static let merchant = Merchant(
        id: MerchantID("m"),
        name: "Shop",
        resultURL: "http://shop.example/result",
        tolerance: Ratio(whole: 0),
        insurance: Ratio(whole: 0),
        lateTerms: Invoice.LateTerms(windowSeconds: 0, tolerance: Ratio(whole: 0)),
        createdAt: opened
    )

    private static func body(
        _ standing: Standing,
        before: Standing? = nil,
        terms: NetworkFeeTerms = .inside
    ) throws -> JSONValue? {
        let change = change(standing, before: before ?? Self.standing(confirmed: "0"))
        let notice = Notice(
            subject: .invoice(change, try stored(terms)),
            happenedAt: opened.advanced(bySeconds: 300),
            webhook: WebhookID("w"),
            merchant: merchant
        )
        let now = opened.advanced(bySeconds: 301)
        let bytes = try callback().body(telling: notice, at: now)
        return try bytes.map { try JSONValue.parse($0) }
    }

    @Test func `a paid invoice with the commission inside adds up`() throws {
        let body = try Self.body(Self.standing(confirmed: "54.239131", level: .paid))
        #expect(body?["status"]?.string == "Paid")
        #expect(body?["status_id"]?.number?.text == "8")
        #expect(body?["order_id"]?.number?.text == "7001")
        #expect(body?["amount"]?.string == "54.239131")
        #expect(body?["amount_send"]?.string == "53.239131")
        #expect(body?["commission"]?.string == "1")
        #expect(body?["price"]?.string == "49.90")
        #expect(body?["price_send"]?.string == "48.98")
        #expect(body?["rate"]?.string == "0.92")
        #expect(body?["total_sum_price"]?.string == "49.90")
        #expect(body?["include_commission"]?.number?.text == "1")
        #expect(body?["include_commissin"]?.number?.text == "1")
        #expect(body?["network_type"]?.string == "TRX")
        #expect(body?["time_done"]?.number?.text == "1700000300")
        #expect(body?["time_send"]?.number?.text == "1700000301")
        #expect(body?["time_receive"] == .null)
    }

    @Test func `without commission nothing is taken off`() throws {
        let standing = Self.standing(confirmed: "27.1195655", level: .partlyPaid)
        let body = try Self.body(standing, terms: .ignored)
        #expect(body?["status_id"]?.number?.text == "1")
        #expect(body?["amount_send"]?.string == "54.239131")
        #expect(body?["price_send"]?.string == "49.90")
        #expect(body?["commission"]?.string == "0")
        #expect(body?["time_done"] == .null)
    }

    @Test func `nothing is told where neither status nor amount changed`() throws {
        let standing = Self.standing(confirmed: "5", level: .partlyPaid)
        #expect(try Self.body(standing, before: standing) == nil)
    }

    @Test func `the headers sign the body by the documented rule, twice named`() throws {
        let bytes = Array(#"{"b":"2","a":1}"#.utf8)
        let headers = try Self.callback().headers(
            for: bytes,
            key: APIKeyID("token"),
            secret: SecretText("s")
        )
        let sign = OkiPaysSignature.sign(["a": 1, "b": "2"], secret: "s")
        #expect(headers.map(\.name) == ["token", "sign", "X-Auth-Token", "X-Auth-Sign"])
        #expect(headers.map(\.value) == ["token", sign, "token", sign])
    }

    @Test(
        arguments: [
            (200, #"{"status":"done"}"#, ShopAnswer.acknowledged(.accepted)),
            (200, #"{"status":"cancel"}"#, .acknowledged(.cancelled)),
            (200, #"{"status":"ok"}"#, .other), (200, "done", .other), (200, "", .other),
            (201, #"{"status":"done"}"#, .other), (500, #"{"status":"done"}"#, .other),
            (200, #"{"status":"done","status":"done"}"#, .other),
        ]
    )
    func `an answer about a paid invoice is read strictly`(
        status: Int,
        body: String,
        answer: ShopAnswer
    ) throws {
        let change = Self.change(Self.standing(confirmed: "54.239131", level: .paid), before: nil)
        let read = try Self.callback().reading(
            status: status,
            body: Array(body.utf8),
            to: .invoice(change)
        )
        #expect(read == answer)
    }

    @Test func `done about an open invoice acknowledges without closing it`() throws {
        let change = Self.change(Self.standing(confirmed: "0"), before: nil)
        let read = try Self.callback().reading(
            status: 200,
            body: Array(#"{"status":"done"}"#.utf8),
            to: .invoice(change)
        )
        #expect(read == .acknowledged(nil))
    }
}
