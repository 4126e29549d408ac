import Testing
import Wire

@testable import FlorinClient

@Suite(.timeLimit(.minutes(1)))
struct OnchainPayAnswerTests {
    /// API contract A5.6.
    static let invoiceText =
        #"{"id":"7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34","advancedBalanceId":"1b7e","#
        + #""externalId":"inv-1","externalUserId":null,"payerEmail":null,"orderId":null,"#
        + #""orderLink":null,"invoiceLink":"https://pay.example/i/7d1c6a52","status":"CREATED","#
        + #""order":"Tea","description":null,"currency":"EUR","amount":"49.90","#
        + #""receivedNetwork":null,"receivedCurrency":null,"receivedAmount":"0","#
        + #""receivedAmountInInvoiceCurrency":"0","rate":null,"includeFee":false,"#
        + #""additionalFees":null,"insurancePercent":null,"slippagePercent":null,"#
        + #""paymentTolerancePercent":null,"webhookURL":null,"returnUrl":null,"#
        + #""expiresAt":"2026-01-31T12:45:00.000Z","createdAt":"2026-01-31T12:00:00.000Z","#
        + #""currencies":[{"currency":"USDT","networks":[{"name":"tron","amount":"54.239131"}]}]}"#

    private let orderFields =
        #""status":"pending","link":"https://pay.example/o/1","amount":"20.5","currency":"USDT","#
        + #""network":"tron","address":"TExample","tag":null,"description":null,"#
        + #""expiresAt":"2026-01-31T12:45:00.000Z","createdAt":"2026-01-31T12:00:00.000Z""#

    private func answer(_ text: String, status: Int = 200) throws -> OnchainPayAnswer {
        OnchainPayAnswer(.init(httpStatus: status, body: try JSONValue.parse(Array(text.utf8))))
    }

    private func invoice(_ response: String) throws -> OnchainPayInvoice {
        try answer(#"{"success":true,"response":\#(response)}"#).response(OnchainPayInvoice.init)
    }

    @Test func `the contract's own example is read`() throws {
        let invoice = try invoice(Self.invoiceText)
        #expect(invoice.id == "7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34")
        #expect(invoice.externalID == "inv-1")
        #expect(invoice.orderID == nil)
        #expect(invoice.invoiceLink == "https://pay.example/i/7d1c6a52")
        #expect(invoice.status == .created)
        #expect(invoice.order == "Tea")
        #expect(invoice.currency == "EUR")
        #expect(invoice.amount == "49.90")
        #expect(invoice.receivedAmount == "0")
        #expect(invoice.rate == nil)
        #expect(!invoice.includesFee)
        #expect(invoice.additionalFees == [])
        #expect(invoice.expiresAt == "2026-01-31T12:45:00.000Z")
        #expect(
            invoice.offers == [.init(currency: "USDT", network: "tron", amount: "54.239131")]
        )
    }

    @Test func `a number keeps its digits and a status that is not known its word`() throws {
        let text = Self.invoiceText.replacing(#""49.90""#, with: "49.90")
            .replacing("CREATED", with: "FROZEN")
        let invoice = try invoice(text)
        #expect(invoice.amount == "49.90")
        #expect(invoice.status.rawValue == "FROZEN")
        #expect(!invoice.status.isPaid)
    }

    @Test(arguments: [
        (#""amount":"49.90""#, #""amount":"1e2""#, "amount"),
        (#""amount":"49.90""#, #""amount":true"#, "amount"),
        (#""status":"CREATED""#, #""status":null"#, "status"),
        (#""includeFee":false"#, #""includeFee":"no""#, "includeFee"),
        (#""additionalFees":null"#, #""additionalFees":[7]"#, "additionalFees"),
        (#""networks":["#, #""networks":[null,"#, "networks"),
    ])
    func `a field that is not as documented is named`(
        old: String,
        new: String,
        field: String
    ) throws {
        #expect(throws: ClientError.malformedAnswer(httpStatus: 200, .field(field))) {
            try invoice(Self.invoiceText.replacing(old, with: new))
        }
    }

    @Test func `the two answers about an order say the same in this library's names`() throws {
        let made = try answer(
            #"{"success":true,"response":{"orderId":"u-1","clientOrderId":"o-7",\#(orderFields)}}"#
        )
        .response(OnchainPayOrder.init(made:))
        let asked = try answer(
            #"{"success":true,"response":{"id":"u-1","orderId":"o-7","received":"20.5","#
                + #""transactions":[{"id":"t","status":"processed","currency":"USDT","#
                + #""network":"tron","amount":"20.5","tx":"ab12","confirmations":"19","#
                + #""sender":null}],\#(orderFields)}}"#
        )
        .response(OnchainPayOrder.init(asked:))
        #expect(made.id == "u-1" && asked.id == "u-1")
        #expect(made.order == "o-7" && asked.order == "o-7")
        #expect(made.received == "0" && asked.received == "20.5")
        #expect(asked.transactions.map(\.txid) == ["ab12"])
        #expect(asked.transactions.map(\.confirmations) == [19])
        #expect(asked.address == "TExample" && asked.status == .pending)
    }

    @Test func `a refusal has its code, name and number to quote`() throws {
        let text =
            #"{"success":false,"error":{"code":1300,"name":"INVOICE_NOT_FOUND","message":"none"},"#
            + #""requestId":"r-1"}"#
        let expected = ClientError.Refusal(
            httpStatus: 404,
            code: 1300,
            name: "INVOICE_NOT_FOUND",
            message: "none",
            requestID: "r-1"
        )
        #expect(throws: ClientError.refused(expected)) {
            try answer(text, status: 404).response(OnchainPayInvoice.init)
        }
        #expect(expected.isNotFound)
        // Some gateways refuse with 200.
        #expect(throws: ClientError.self) { try answer(text).response(OnchainPayInvoice.init) }
    }

    @Test(arguments: [
        "{}", "[]", #"{"success":true}"#, #"{"success":true,"response":null}"#,
        #"{"success":false}"#, #"{"success":false,"error":{"code":"1"}}"#, #"{"success":1}"#,
    ])
    func `JSON that is no answer leaves the outcome open`(text: String) {
        for status in [200, 404, 500] {
            #expect {
                try answer(text, status: status).response(OnchainPayInvoice.init)
            } throws: { error in
                (error as? ClientError)?.isOutcomeUnknown == true
            }
        }
    }
}
