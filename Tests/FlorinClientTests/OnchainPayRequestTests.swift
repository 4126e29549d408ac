import Testing
import Wire

@testable import FlorinClient

@Suite(.timeLimit(.minutes(1)))
struct OnchainPayRequestTests {
    @Test func `a question is the contract's vector O11`() {
        let body = OnchainPayRequestBody(
            JSONObject(["invoiceId": "7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34"]),
            nonce: "3b0e4c1e-9a76-4f5b-8f0d-1d2c3b4a5e6f",
            secret: "c2VjcmV0LWtleS13aXRoLWJhc2U2NC1sb29rPT0="
        )
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"invoiceId":"7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34","#
                + #""nonce":"3b0e4c1e-9a76-4f5b-8f0d-1d2c3b4a5e6f"}"#
        )
        #expect(
            body.signature == "d2f08753fcb3f7be69df978ca5580ed516d4bfbbf915d242e67a4562ecc452ba"
        )
    }

    @Test func `an invoice with everything is written in the API's names and units`() {
        var draft = OnchainPayInvoice.Draft(externalID: "inv-1", currency: "EUR", amount: "49.90")
        draft.order = "Счёт №7 / <b>"
        draft.description = "Tea"
        draft.externalUserID = "u-1"
        draft.payerEmail = "a@shop.example"
        draft.includesFee = true
        draft.additionalFees = ["SEPA_WITHDRAWAL"]
        draft.insurancePercent = "1.5"
        draft.slippagePercent = "2"
        draft.paymentTolerancePercent = "0.5"
        draft.webhookURL = "https://shop.example/hook"
        draft.returnURL = "https://shop.example/back"
        draft.lifetimeMinutes = 45
        draft.coins = [.init("USDT", networks: ["tron", "bsc"]), .init("BTC")]
        #expect(
            String(decoding: JSONValue.object(draft.fields).encoded(), as: UTF8.self)
                == #"{"currency":"EUR","amount":"49.90","externalId":"inv-1","#
                + #""order":"Счёт №7 / <b>","description":"Tea","externalUserId":"u-1","#
                + #""payerEmail":"a@shop.example","includeFee":true,"#
                + #""additionalFees":["SEPA_WITHDRAWAL"],"insurancePercent":"1.5","#
                + #""slippagePercent":"2","paymentTolerancePercent":"0.5","#
                + #""webhookURL":"https://shop.example/hook","#
                + #""returnURL":"https://shop.example/back","lifetime":45,"#
                + #""currencies":[{"currency":"USDT","networks":[{"name":"tron"},{"name":"bsc"}]},"#
                + #"{"currency":"BTC","networks":[]}]}"#
        )
    }

    @Test func `an order is written in the API's names, its lifetime in seconds`() {
        var draft = OnchainPayOrder.Draft(
            order: "o-7",
            currency: "USDT",
            network: "tron",
            amount: "20.5"
        )
        draft.lifetimeSeconds = 1_800
        draft.returnURL = "https://shop.example/back"
        #expect(
            String(decoding: JSONValue.object(draft.fields).encoded(), as: UTF8.self)
                == #"{"currency":"USDT","network":"tron","amount":"20.5","order":"o-7","#
                + #""lifetime":1800,"returnUrl":"https://shop.example/back"}"#
        )
    }

    @Test func `a page is asked for with a filter only where there is one`() {
        let all = JSONObject(status: [], limit: 100, offset: 0)
        let some = JSONObject(status: ["PROCESSED"], limit: 5, offset: 10)
        #expect(
            String(decoding: JSONValue.object(all).encoded(), as: UTF8.self)
                == #"{"limit":100,"offset":0}"#
        )
        #expect(
            String(decoding: JSONValue.object(some).encoded(), as: UTF8.self)
                == #"{"status":["PROCESSED"],"limit":5,"offset":10}"#
        )
    }
}
