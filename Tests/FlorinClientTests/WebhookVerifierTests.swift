import Testing
import Wire

@testable import FlorinClient

@Suite(.timeLimit(.minutes(1)))
struct WebhookVerifierTests {
    /// The contract's vector W1.
    private let webhook = Array(
        (#"{"webhookId":"5e1d2c3b-0a9f-4e8d-b7c6-a5f4e3d2c1b0","#
            + #""id":"7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34","status":"PARTIAL","#
            + #""currency":"EUR","amount":"49.90","receivedCurrency":"USDT","#
            + #""receivedNetwork":"tron","receivedAmount":"20","#
            + #""receivedAmountInInvoiceCurrency":"18.40","rate":"0.92"}"#).utf8
    )
    private let signature = "dbc555e598b6f2fd3c7ae583de227522574b843e7207721ac16e567640fc883b"
    /// The contract's vector CB.
    private let callback =
        #"{"id":"Q7M2ZK9P","order_id":7001,"currency":"USDT","payment_currency":"EUR","#
        + #""status":"Paid","status_id":8,"include_commission":1,"include_commissin":1,"#
        + #""amount":"54.23913044","amount_send":"53.23913044","price":"49.90","#
        + #""price_send":"48.98","rate":"0.92","total_sum_price":"49.90","commission":"1","#
        + #""address":"TExampleExampleExampleExampleExamp","network_type":"TRX","#
        + #""time_create":1700000000,"time_update":1700000300,"time_done":1700000300,"#
        + #""time_expired":1700003600,"time_send":1700000301,"time_receive":null}"#
    private let sign = "d9700a7ca04ec01140ddd9731418af64f1ee9ed2f5cc810a87cec61d46658acf"

    private let onchainPay = WebhookVerifier(secret: "sk_test_4f1c2b")
    private let okiPays = WebhookVerifier(secret: "test_secret_9")

    private func signed(_ text: String) -> WebhookVerdict<OnchainPayNews> {
        let body = Array(text.utf8)
        return onchainPay.onchainPay(
            body,
            signature: OnchainPaySignature.sign(body, secret: "sk_test_4f1c2b")
        )
    }

    @Test func `the contract's webhook is genuine and read`() throws {
        let verdict = onchainPay.onchainPay(webhook, signature: signature)
        guard case .genuine(.invoice(let news)) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(news.id == "7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34")
        #expect(news.webhookID == "5e1d2c3b-0a9f-4e8d-b7c6-a5f4e3d2c1b0")
        #expect(news.externalID == nil)
        #expect(news.status == .partial)
        #expect(news.currency == "EUR" && news.amount == "49.90")
        #expect(news.receivedCurrency == "USDT" && news.receivedNetwork == "tron")
        #expect(news.receivedAmount == "20")
        #expect(news.receivedAmountInInvoiceCurrency == "18.40")
        #expect(news.rate == "0.92")
        #expect(onchainPay.onchainPay(webhook, signature: signature.uppercased()) == verdict)
    }

    @Test func `a whole invoice is news of an invoice, and an order of an order`() {
        guard case .genuine(.invoice(let invoice)) = signed(OnchainPayAnswerTests.invoiceText)
        else {
            Issue.record("not an invoice")
            return
        }
        #expect(invoice.externalID == "inv-1")
        let order = signed(
            #"{"id":"u-1","advancedBalanceId":"1b7e","currency":"USDT","network":"tron","#
                + #""status":"processed","order":"o-7","description":null,"address":"TExample","#
                + #""tag":null,"amount":"20.5","received":"20.5","transactions":[{"id":"t","#
                + #""status":"processed","currency":"USDT","network":"tron","amount":"20.5","#
                + #""tx":"ab12","confirmations":"19"}]}"#
        )
        guard case .genuine(.order(let news)) = order else {
            Issue.record("\(order)")
            return
        }
        #expect(news.order == "o-7" && news.status.isPaid && news.received == "20.5")
        #expect(news.transactions.map(\.confirmations) == [19])
    }

    @Test func `a genuine webhook of a kind that is not known is no invoice`() {
        #expect(signed(#"{"webhookId":"w","id":"a","status":"processed"}"#) == .genuine(.other))
        #expect(
            signed(#"{"id":"a","receivedAmountInInvoiceCurrency":"1"}"#)
                == .refused(.field("status"))
        )
    }

    @Test func `what was not signed over exactly these bytes is refused`() {
        let verifier = onchainPay
        #expect(verifier.onchainPay(webhook, signature: nil) == .refused(.unsigned))
        for wrong in ["", "0", signature + "0", String(signature.dropLast()) + "c"] {
            #expect(verifier.onchainPay(webhook, signature: wrong) == .refused(.wrongSignature))
        }
        let spaced = webhook + Array(" ".utf8)
        #expect(verifier.onchainPay(spaced, signature: signature) == .refused(.wrongSignature))
        #expect(okiPays.onchainPay(webhook, signature: signature) == .refused(.wrongSignature))
        #expect(signed("[]") == .refused(.notJSON))
        #expect(signed(#"{"id":1,"id":2}"#) == .refused(.notJSON))
        let long = Array(repeating: UInt8(ascii: " "), count: ClientLimits.webhookBytesMax + 1)
        #expect(verifier.onchainPay(long, signature: signature) == .refused(.tooLarge))
    }

    @Test func `the contract's callback is genuine and read`() {
        let verdict = okiPays.okiPays(Array(callback.utf8), sign: sign)
        guard case .genuine(let news) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(news.id == "Q7M2ZK9P" && news.orderID == "7001")
        #expect(news.status == .paid && news.status.isPaid && news.statusText == "Paid")
        #expect(news.price == "49.90" && news.priceCurrency == "EUR")
        #expect(news.totalReceived == "49.90")
        #expect(news.coin == "USDT" && news.network == "TRX" && news.amount == "54.23913044")
        #expect(news.rate == "0.92" && news.commission == "1" && news.includesCommission)
        #expect(news.createdAtSeconds == 1_700_000_000)
        #expect(news.expiresAtSeconds == 1_700_003_600)
        #expect(news.sentAtSeconds == 1_700_000_301)
    }

    @Test func `a callback with another value, sign or secret is refused`() {
        let changed = callback.replacing(#""price":"49.90""#, with: #""price":"49.91""#)
        #expect(
            okiPays.okiPays(Array(changed.utf8), sign: sign) == .refused(.wrongSignature)
        )
        let body = Array(callback.utf8)
        #expect(okiPays.okiPays(body, sign: nil) == .refused(.unsigned))
        #expect(okiPays.okiPays(body, sign: "") == .refused(.wrongSignature))
        #expect(onchainPay.okiPays(body, sign: sign) == .refused(.wrongSignature))
        #expect(okiPays.okiPays(Array("{".utf8), sign: sign) == .refused(.notJSON))
        #expect(okiPays.okiPays([], sign: sign) == .refused(.notJSON))
    }

    @Test func `an empty secret is a programmer's error`() async {
        await #expect(processExitsWith: .failure) {
            _ = WebhookVerifier(secret: "")
        }
    }
}
