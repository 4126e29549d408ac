import AsyncHTTPClient
import FlorinClient
import Foundation
import NIOCore
import NIOHTTP1
import Rigs
import Testing

/// A running server with a shop that uses the OnchainPay API, and what its webhooks heard.
protocol OnchainPayWorld {
    var shop: ShopServer { get }
    var florin: FlorinProcess { get }
    var caller: OnchainPayCaller { get }
}

/// Follows a redirection also to the place it came from, as browsers do after a form.
private let browser = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(
        redirectConfiguration: .follow(max: 5, allowCycles: true)
    )
)

extension SandboxShop: OnchainPayWorld {}
extension LitecoinShop: OnchainPayWorld {}

extension OnchainPayWorld {
    /// Makes an invoice that tells the shop, of 10 USD in every coin unless the fields say else.
    func make(_ fields: [String: JSONValue] = [:]) async throws -> JSONValue {
        let usual: [String: JSONValue] = [
            "currency": "USD", "amount": "10", "webhookURL": .string(shop.url),
        ]
        return try await answer("make-invoice", usual.merging(fields) { _, given in given })
    }

    /// The response to a call that has to succeed.
    @discardableResult
    func answer(_ method: String, _ fields: [String: JSONValue] = [:]) async throws -> JSONValue {
        let answer = try await caller.call(method, fields)
        try #require(answer.isSuccess, "\(method): \(answer.text)")
        return answer.response
    }

    /// An invoice as `get-invoice` has it.
    func invoice(_ made: JSONValue) async throws -> JSONValue {
        try await answer("get-invoice", ["invoiceId": made["id"]])
    }

    /// Waits for `get-invoice` to answer a status, and answers the invoice.
    @discardableResult
    func stands(_ made: JSONValue, _ status: JSONValue) async throws -> JSONValue {
        try await Patience.wait(
            for: "\(status) in get-invoice",
            instead: { "\(story(of: made["id"])) \(florin.outputEnd)" }
        ) {
            let found = try await invoice(made)
            return found["status"] == status ? found : nil
        }
    }

    /// Where an invoice with a chosen coin wants to be paid.
    func address(of made: JSONValue) async throws -> String {
        let order = try await answer("order", ["orderId": try await invoice(made)["orderId"]])
        return try #require(order["address"].text)
    }

    /// What the shop heard about an invoice, an order or a deposit, without repetitions.
    func callbacks(of id: JSONValue) -> [ShopServer.Callback] {
        var known: Set<JSONValue> = []
        return shop.callbacks.filter {
            $0.json["id"] == id && known.insert($0.json["webhookId"]).inserted
        }
    }

    /// The statuses that the shop heard about something, each change once.
    func story(of id: JSONValue) -> [String] {
        var story: [String] = []
        for status in callbacks(of: id).compactMap(\.json["status"].text)
        where story.last != status {
            story.append(status)
        }
        return story
    }

    /// Waits for the shop to hear a status, as often as given and with what was received by then,
    /// in the coin or in the currency of the price.
    @discardableResult
    func told(
        _ id: JSONValue,
        _ status: String,
        received: String? = nil,
        times: Int = 1
    ) async throws -> ShopServer.Callback {
        try await Patience.wait(
            for: "\(status) of \(id) with \(received ?? "any sum"), \(times) times",
            atMost: .seconds(40),
            instead: { "\(story(of: id)) \(florin.outputEnd)" }
        ) {
            let fitting = callbacks(of: id).filter {
                let json = $0.json
                let sums = ["receivedAmountInInvoiceCurrency", "receivedAmount", "received"]
                    .map { json[$0].text }
                return json["status"].text == status && (received == nil || sums.contains(received))
            }
            return fitting.count >= times ? fitting[times - 1] : nil
        }
    }

    /// Chooses a coin on the checkout page, as a browser does; answers the page that follows.
    ///
    /// `isOffered`: False where the page no longer offers a choice, and a form is sent even so.
    @discardableResult
    func choose(
        _ coin: String,
        of made: JSONValue,
        isOffered: Bool = true
    ) async throws -> String {
        let link = try #require(made["invoiceLink"].text)
        let first = try await page(HTTPClientRequest(url: link))
        let path = try #require(first.firstMatch(of: /\/checkout\/[A-Z0-9]{8}/)).output
        let address = "\(florin.url)\(path)"
        let page = try await page(HTTPClientRequest(url: "\(address)?choose=1"))
        #expect(page.contains(#"<form method="post" action="\#(path)""#) == isOffered)
        #expect(page.contains(#"value="\#(coin)""#) == isOffered)
        var form = HTTPClientRequest(url: address)
        form.method = .POST
        form.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        form.body = .bytes(ByteBuffer(string: "coin=" + coin.replacing(":", with: "%3A")))
        return try await self.page(form)
    }

    /// The text of a page, after any redirection.
    func page(_ request: HTTPClientRequest) async throws -> String {
        let response = try await browser.execute(request, timeout: .seconds(30))
        #expect(response.status == .ok)
        return String(buffer: try await response.body.collect(upTo: 1 << 20))
    }

    /// Holds everything that was told about something against its signature, in Swift and in
    /// Python, and against what `webhooks/get` says was sent.
    func expectGenuine(_ id: JSONValue, sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        let verifier = WebhookVerifier(secret: caller.privateKey)
        for callback in shop.callbacks where callback.json["id"] == id {
            #expect(caller.isGenuine(callback), sourceLocation: sourceLocation)
            let verdict = verifier.onchainPay(
                Array(callback.body.utf8),
                signature: callback.headers["x-api-signature"]
            )
            guard case .genuine(let news) = verdict else {
                Issue.record("\(verdict): \(callback.body)", sourceLocation: sourceLocation)
                continue
            }
            switch news {
            case .invoice(let invoice): #expect(.string(invoice.id) == id)
            case .order(let order): #expect(.string(order.id) == id)
            case .other: #expect(callback.json["event"] == "DEPOSIT_PERSONAL")
            }
        }
        let heard = callbacks(of: id)
        for callback in heard {
            let kept = try await caller.call(
                "webhooks/get",
                ["webhookId": callback.json["webhookId"]]
            )
            #expect(
                kept.text == #"{"success":true,"response":\#(callback.body)}"#,
                sourceLocation: sourceLocation
            )
        }
        let last = try #require(heard.last, sourceLocation: sourceLocation)
        #expect(try await isValidInPython(last), sourceLocation: sourceLocation)
    }

    /// What the six lines of Tests/Python/verify_webhook.py say of a callback.
    func isValidInPython(_ callback: ShopServer.Callback, body: String? = nil) async throws -> Bool
    {
        let outcome = try await PythonScript.run(
            "Tests/Python/verify_webhook.py",
            [caller.privateKey, callback.headers["x-api-signature"] ?? ""],
            input: Array((body ?? callback.body).utf8)
        )
        #expect(["valid", "invalid"].contains(outcome.lastLine), "\(outcome)")
        return outcome.status == 0
    }
}
