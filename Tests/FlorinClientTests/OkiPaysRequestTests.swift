import Testing
import Wire

@testable import FlorinClient

@Suite(.timeLimit(.minutes(1)))
struct OkiPaysRequestTests {
    private let secret = "test_secret_9"

    private func body(_ draft: OkiPaysOrder.Draft, requestID: Int64) -> OkiPaysRequestBody {
        OkiPaysRequestBody(draft.fields, requestID: requestID, secret: secret)
    }

    @Test func `a question is the contract's vector K2`() {
        let body = OkiPaysRequestBody(
            ["order_id": "7001"],
            requestID: 1_700_000_000_002,
            secret: secret
        )
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"request_id":1700000000002,"order_id":"7001"}"#
        )
        #expect(
            body.signature == "f910829dcfe049032e23cd3e30bbd67e20a6b815d52331c613fc290f1722c7ba"
        )
    }

    @Test func `an order with everything is the contract's vector K1`() {
        var draft = OkiPaysOrder.Draft(orderID: "7001", priceCurrency: "EUR", price: "49.9")
        draft.includesCommission = true
        draft.description = "Tea & cups"
        draft.coins = [.init(code: "USDT", network: 2), .init(code: "BTC", network: 0)]
        draft.expiresAtSeconds = 1_700_003_600
        let body = body(draft, requestID: 1_700_000_000_001)
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"request_id":1700000000001,"order_id":"7001","payment_currency_iso":"EUR","#
                + #""price":"49.9","include_commission":1,"description":"Tea & cups","#
                + #""time_expired":1700003600,"#
                + #""currencies":[{"iso":"USDT","network":2},{"iso":"BTC","network":0}]}"#
        )
        #expect(
            body.signature == "ca22409a4102c99667df2355e23c0395c797c23a9d57ec993a048a09902126d8"
        )
    }

    @Test func `what is not set is not sent`() {
        let draft = OkiPaysOrder.Draft(orderID: "A-7", priceCurrency: "EUR", price: "49.90")
        #expect(
            String(decoding: body(draft, requestID: 5).bytes, as: UTF8.self)
                == #"{"request_id":5,"order_id":"A-7","payment_currency_iso":"EUR","#
                + #""price":"49.90","include_commission":0}"#
        )
    }
}
