import FlorinClient
import Rigs
import Testing
import Wire

@Suite(.timeLimit(.minutes(1)))
struct OnchainPayClientTests {
    private let secret = "sk_test_4f1c2b"

    private func client(of gateway: ShopServer) -> OnchainPayClient {
        OnchainPayClient(baseURL: gateway.apiURL, publicKey: "pk_1", privateKey: secret)
    }

    @Test func `the bytes sent are the bytes signed, and each call has a nonce of its own`()
        async throws
    {
        let gateway = try await ShopServer.start(
            .answer(#"{"success":true,"response":\#(OnchainPayAnswerTests.invoiceText)}"#)
        )
        let client = client(of: gateway)
        var draft = OnchainPayInvoice.Draft(externalID: "inv-1", currency: "EUR", amount: "49.90")
        draft.order = "Счёт №7 / \"<b>\""
        let made = try await client.makeInvoice(draft)
        let repeated = try await client.makeInvoice(draft)
        #expect(made == repeated)
        #expect(try await client.invoice(id: made.id)?.externalID == "inv-1")
        #expect(try await client.invoice(externalID: "inv-1")?.id == made.id)
        let paths = ["make-invoice", "make-invoice", "get-invoice", "get-invoice"]
        #expect(gateway.requests.map(\.path) == paths.map { "/callback/\($0)" })
        for request in gateway.requests {
            #expect(request.headers["x-api-public-key"] == "pk_1")
            let signature = request.headers["x-api-signature"] ?? ""
            #expect(
                OnchainPaySignature.matches(
                    signature,
                    body: Array(request.body.utf8),
                    secret: secret
                )
            )
        }
        let nonces = gateway.requests.compactMap(\.json["nonce"].text)
        #expect(Set(nonces).count == 4)
        #expect(nonces.allSatisfy { $0.utf8.count == 36 })
        #expect(gateway.requests.first?.json["order"].text == draft.order)
    }

    @Test func `a list is a page with the length of the whole`() async throws {
        let gateway = try await ShopServer.start(
            .answer(
                #"{"success":true,"response":{"invoices":[\#(OnchainPayAnswerTests.invoiceText)],"#
                    + #""total":17}}"#
            )
        )
        let page = try await client(of: gateway).invoices(status: [.created, .expired], limit: 1)
        #expect(page.total == 17)
        #expect(page.items.map(\.externalID) == ["inv-1"])
        let request = try #require(gateway.requests.first)
        #expect(request.json["status"].elements == ["CREATED", "EXPIRED"])
        #expect(request.json["limit"] == 1)
    }

    @Test func `an order is made and asked for`() async throws {
        let fields =
            #""status":"init","amount":"20.5","currency":"USDT","network":"tron","#
            + #""address":"TExample""#
        let gateway = try await ShopServer.start()
        gateway.answers { request in
            request.path.hasSuffix("make-order")
                ? .answer(
                    #"{"success":true,"response":{"orderId":"u-1","clientOrderId":"o-7","#
                        + #"\#(fields)}}"#
                )
                : .answer(
                    #"{"success":true,"response":{"orders":["#
                        + #"{"id":"u-1","orderId":"o-7",\#(fields)}],"total":1}}"#
                )
        }
        let client = client(of: gateway)
        let order = try await client.makeOrder(
            .init(order: "o-7", currency: "USDT", network: "tron", amount: "20.5")
        )
        #expect(order.id == "u-1")
        #expect(try await client.orders().items.first { $0.order == "o-7" } == order)
    }

    @Test func `an invoice that does not exist is nil, a wrong path is not`() async throws {
        let gateway = try await ShopServer.start(
            .refusal(
                "404 Not Found",
                #"{"success":false,"error":{"code":1300,"name":"INVOICE_NOT_FOUND","message":""}}"#
            )
        )
        #expect(try await client(of: gateway).invoice(id: "x") == nil)
        gateway.answers(
            .refusal(
                "404 Not Found",
                #"{"success":false,"error":{"code":1101,"name":"METHOD_NOT_FOUND","message":""}}"#
            )
        )
        await #expect(throws: ClientError.self) { try await client(of: gateway).invoice(id: "x") }
    }
}
