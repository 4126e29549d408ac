import Chains
import Payments
import Testing

@testable import Gateway

/// Rates may be long fractions; what is decided by them must not depend on it.
struct RateLateTests {
    @Test func `late money counts at the old rate while long rates moved little`() throws {
        let old = try Ratio(decimal: "65000.123456789012345678")
            .divided(by: Ratio(decimal: "1.081234567890123457"))
        let new = try Ratio(decimal: "65001.987654321098765432")
            .divided(by: Ratio(decimal: "1.081987654321098767"))
        // The quotient of the two has more than 128 bits on either side.
        #expect(throws: MoneyError.overflow) { try new.divided(by: old) }
        let ltc = GatewayFixture.ltc
        let invoice = Invoice(
            id: InvoiceID("i"),
            code: InvoiceCode("AAAAAAAA"),
            merchant: MerchantID("m"),
            dialect: .okipays,
            key: APIKeyID("k"),
            externalID: "1",
            isExternalIDNumeric: false,
            price: Amount(units: 100, of: GatewayFixture.usd),
            coins: [ltc],
            terms: Quote.Terms(),
            tolerance: Ratio(whole: 0),
            lateTerms: Invoice.LateTerms(windowSeconds: 60, tolerance: try Ratio(percent: "1")),
            details: nil,
            returnURL: nil,
            openedAt: GatewayFixture.start,
            deadline: GatewayFixture.start
        )
        let choice = Choice(
            id: ChoiceID("c"),
            address: "a",
            quote: Quote(
                coin: ltc,
                rate: Rate(price: old, time: GatewayFixture.start, source: "test"),
                net: .zero(ltc.asset),
                insurance: .zero(ltc.asset),
                networkFee: .zero(ltc.asset),
                feeTerms: .ignored,
                fees: [],
                due: .zero(ltc.asset)
            ),
            confirmations: 1,
            finality: 1,
            chooser: .shop,
            chosenAt: GatewayFixture.start
        )
        let board = RateBoard()
        board.take([
            AssetPrice(ticker: "LTC", dollars: new, time: GatewayFixture.start, source: "test")
        ])
        let rating = ArrivalRater(board: board).rating(
            of: choice.quote.coin.asset,
            to: choice,
            in: invoice,
            seenAt: GatewayFixture.start,
            now: GatewayFixture.start
        )
        #expect(rating == .quoted)
    }
}
