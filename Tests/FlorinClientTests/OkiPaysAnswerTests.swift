import Testing
import Wire

@testable import FlorinClient

@Suite(.timeLimit(.minutes(1)))
struct OkiPaysAnswerTests {
    private let data =
        #"{"id":"Q7M2ZK9P","order_id":7001,"status":"Created","status_id":0,"price":"49.90","#
        + #""payment_currency_iso":"EUR","include_commission":1,"description":"Tea & cups","#
        + #""link":"https://pay.example/checkout/Q7M2ZK9P","#
        + #""currencies":[{"iso":"USDT","network":2},{"iso":"BTC","network":0}]}"#

    private func order(_ text: String, status: Int = 200) throws -> OkiPaysOrder {
        let body = try JSONValue.parse(Array(text.utf8))
        return try OkiPaysAnswer(.init(httpStatus: status, body: body)).order()
    }

    private func answered(_ data: String) throws -> OkiPaysOrder {
        try order(#"{"status":true,"message":"m","data":\#(data),"token":"t"}"#)
    }

    @Test func `the contract's own example is read`() throws {
        let order = try answered(data)
        #expect(order.id == "Q7M2ZK9P")
        #expect(order.orderID == "7001")
        #expect(order.status == .created)
        #expect(order.statusText == "Created")
        #expect(order.price == "49.90")
        #expect(order.priceCurrency == "EUR")
        #expect(order.includesCommission)
        #expect(order.description == "Tea & cups")
        #expect(order.link == "https://pay.example/checkout/Q7M2ZK9P")
        #expect(
            order.coins == [.init(code: "USDT", network: 2), .init(code: "BTC", network: 0)]
        )
        #expect(!order.status.isPaid)
    }

    @Test func `ids of either kind, unknown statuses and unknown fields are read`() throws {
        let other =
            data.replacing("7001", with: #""A-7","unknown":[{}]"#)
            .replacing(#""status_id":0"#, with: #""status_id":77"#)
            .replacing(#""description":"Tea & cups""#, with: #""description":null"#)
        let order = try answered(other)
        #expect(order.orderID == "A-7")
        #expect(order.status.rawValue == 77)
        #expect(order.description == nil)
    }

    @Test(arguments: [
        ("\"49.90\"", "\"49,90\"", "price"), ("\"49.90\"", "\"4.99e1\"", "price"),
        ("\"49.90\"", "\"\"", "price"), ("\"49.90\"", "null", "price"),
        ("\"Q7M2ZK9P\",", "7.5,", "id"), ("7001", "[]", "order_id"),
        ("\"status_id\":0", "\"status_id\":0.0", "status_id"),
        ("\"include_commission\":1", "\"include_commission\":2", "include_commission"),
        ("\"network\":2", "\"network\":\"TRX\"", "network"), ("[{", "[7,{", "currencies"),
    ])
    func `a field that is not as documented is named`(
        old: String,
        new: String,
        field: String
    ) throws {
        #expect(throws: ClientError.malformedAnswer(httpStatus: 200, .field(field))) {
            try answered(data.replacing(old, with: new, maxReplacements: 1))
        }
    }

    @Test func `both shapes of a refusal are read`() throws {
        let application = #"{"status":false,"error":"Order not found","code":14,"token":"t"}"#
        let framework =
            #"{"name":"Bad Request","message":"Currency not available","code":-1,"status":400}"#
        let notFound = ClientError.Refusal(
            httpStatus: 400,
            code: 14,
            name: nil,
            message: "Order not found",
            requestID: nil
        )
        #expect(throws: ClientError.refused(notFound)) { try order(application, status: 400) }
        #expect(notFound.isNotFound && !notFound.isConflict && !notFound.isOutcomeUnknown)
        let notAvailable = ClientError.Refusal(
            httpStatus: 400,
            code: -1,
            name: "Bad Request",
            message: "Currency not available",
            requestID: nil
        )
        #expect(throws: ClientError.refused(notAvailable)) { try order(framework, status: 400) }
        #expect(!notAvailable.isNotFound)
    }

    @Test func `a wrong path is not an order that does not exist`() {
        let missing =
            #"{"name":"Not Found","message":"Page not found.","code":0,"status":404}"#
        #expect {
            try order(missing, status: 404)
        } throws: { error in
            guard case .refused(let refusal) = error as? ClientError else { return false }
            return !refusal.isNotFound && !refusal.isOutcomeUnknown
        }
    }

    @Test(arguments: ["[]", "{}", "7", #"{"status":true}"#, #"{"status":"true","data":{}}"#])
    func `JSON that is no answer leaves the outcome open`(text: String) {
        for status in [200, 400, 500] {
            #expect {
                try order(text, status: status)
            } throws: { error in
                (error as? ClientError)?.isOutcomeUnknown == true
            }
        }
    }

    @Test func `a gateway that failed may have opened the order, one that is busy has not`() {
        for (status, isUnknown) in [(500, true), (502, true), (503, false), (501, false)] {
            let refusal = ClientError.Refusal(
                httpStatus: status,
                code: 0,
                name: nil,
                message: "",
                requestID: nil
            )
            #expect(ClientError.refused(refusal).isOutcomeUnknown == isUnknown)
        }
    }
}
