import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Rigs
import Testing

/// A shop on a sandbox: a real server with simulated networks, and the shop's two sides.
struct SandboxShop {
    let shop: ShopServer
    let florin: FlorinProcess
    let client: OkiPaysClient
    let caller: OnchainPayCaller

    init(
        _ reply: ShopServer.Reply = .done,
        environment: [String: String] = ["FLORIN_ALLOW_PRIVATE_CALLBACKS": "true"]
    ) async throws {
        shop = try await ShopServer.start(reply)
        florin = try await FlorinProcess.start(["--sandbox"], environment: environment)
        let access = try await ShopAccess.create(on: florin, for: shop)
        client = access.client
        caller = access.caller
    }

    /// The fields of an order in Litecoin alone.
    static func order(_ orderID: Int, price: JSONValue = "10.00") -> [String: JSONValue] {
        [
            "order_id": .number(Decimal(orderID)), "payment_currency_iso": "USD", "price": price,
            "currencies": [["iso": "LTC", "network": 3]],
        ]
    }

    /// Opens an invoice by a signed call and answers its code.
    @discardableResult
    func open(_ orderID: Int) async throws -> String {
        let answer = try await client.create(Self.order(orderID))
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["data"]["id"].text)
    }

    /// Sends what `florin sandbox` sends; nil where nobody answers.
    func control(_ order: JSONValue) async throws -> JSONValue? {
        let data = FileManager.default.contents(atPath: "\(florin.data)/sandbox.json") ?? Data()
        let line = try JSONDecoder().decode(JSONValue.self, from: data)
        var request = HTTPClientRequest(url: "\(florin.url)/sandbox/control")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "X-Florin-Control", value: line["token"].text ?? "")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(order)))
        guard
            let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(30)),
            let body = try? await response.body.collect(upTo: 1 << 20)
        else { return nil }
        return try? JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView))
    }

    /// Has an invoice or an order paid, by any of its ids, and mines what it needs.
    @discardableResult
    func pay(_ id: JSONValue, _ more: [String: JSONValue] = [:]) async throws -> JSONValue {
        let order: [String: JSONValue] = ["command": "pay", "invoice": id]
        let paid = try await control(.object(order.merging(more) { _, given in given }))
        let answer = try #require(paid)
        try #require(answer["txid"].text != nil, "\(answer)")
        return answer
    }

    /// Puts the clock forward.
    func pass(minutes: Int = 0, seconds: Int = 0) async throws {
        let all = JSONValue.number(Decimal(minutes * 60 + seconds))
        let answer = try await control(["command": "clock", "seconds": all])
        try #require(answer?["now"].integer != nil)
    }

    /// Waits for `order/get` to answer a status.
    func stands(_ orderID: Int, _ status: Int) async throws {
        try await Patience.wait(
            for: "status \(status) of order \(orderID) in order/get",
            instead: { florin.outputEnd }
        ) {
            let answer = try await client.get(.number(Decimal(orderID)))
            return answer.json["data"]["status_id"].integer == status ? () : nil
        }
    }

    /// How many invoices there are.
    func invoiceCount() async throws -> Int {
        try await florin.json("events", "--after", "0")["events"].elements
            .count { $0["event"] == "opened" }
    }
}

extension SandboxShop {
    /// Opens an invoice whose payer chooses among every coin, and answers its code.
    func openForAllCoins(
        _ orderID: Int,
        _ more: [String: JSONValue] = [:]
    ) async throws -> String {
        let fields: [String: JSONValue] = [
            "order_id": .number(Decimal(orderID)), "payment_currency_iso": "USD",
            "price": "25.00",
        ]
        let answer = try await client.create(fields.merging(more) { _, given in given })
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["data"]["id"].text)
    }
}
