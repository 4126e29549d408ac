import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Payments
import Rigs
import Testing

/// Another merchant's objects are as if they were not there, on every route there is.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct StrangerTests {
    /// Stands in everything that the owner of the objects wrote, and nowhere else.
    private static let marker = "owners-only-7f3a"
    /// What the owner calls his customer; a stranger may have one of the same name.
    private static let client: JSONValue = "anna"
    private static let coin: [String: JSONValue] = ["currency": "USDT", "network": "tron"]

    private let world: SandboxShop
    private let stranger: ShopAccess
    /// What names the owner's objects, by what kind of object it is.
    private let names: [String: JSONValue]

    init() async throws {
        world = try await SandboxShop()
        stranger = try await ShopAccess.create(on: world.florin, for: world.shop, named: "Stranger")
        names = try await Self.objects(of: world)
    }

    /// One of everything a shop can make by OnchainPay, each with the marker in it.
    private static func objects(of world: SandboxShop) async throws -> [String: JSONValue] {
        let text = JSONValue.string(marker)
        let invoice = try await world.make([
            "externalId": text, "description": text, "order": text,
            "payerEmail": .string("\(marker)@shop.example"),
        ])
        let order = try await world.answer(
            "make-order",
            coin.merging([
                "amount": "3", "description": text, "order": text,
                "successWebhook": .string(world.shop.url),
                "errorWebhook": .string(world.shop.url),
            ]) { $1 }
        )
        let user = try await world.answer(
            "personal-addresses/create-user",
            [
                "clientId": client, "clientEmail": .string("\(marker)@shop.example"),
                "clientName": text, "depositWebhookUrl": .string(world.shop.url),
            ]
        )
        let address = try await world.answer(
            "personal-addresses/get-user-address",
            coin.merging(["clientId": client]) { $1 }
        )
        let trusted = try await world.answer(
            "personal-addresses/add-trusted-address",
            coin.merging(["clientId": client, "alias": text, "address": address["address"]]) { $1 }
        )
        let contact = try await world.answer(
            "address-book/add",
            ["networks": ["tron"], "address": address["address"], "alias": text, "comment": text]
        )
        let paid = try await world.pay(order["orderId"])
        _ = try await world.control([
            "command": "deposit", "address": address["address"], "amount": "5",
            "currency": "USDT", "network": "tron",
        ])
        let heard = try await Patience.wait(for: "a webhook of the order") {
            world.callbacks(of: order["orderId"]).last
        }
        return [
            "invoice": invoice["id"], "order": order["orderId"], "user": user["id"],
            "address": address["address"], "trusted": trusted["id"], "contact": contact["id"],
            "txid": paid["txid"], "webhook": heard.json["webhookId"], "client": client,
        ]
    }

    /// Every method that the document describes and the server carries out.
    private func methods() async throws -> [String] {
        let request = HTTPClientRequest(url: "\(world.florin.url)/openapi.json")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 8 << 20)
        let document = try JSONDecoder().decode(
            JSONValue.self,
            from: Data(body.readableBytesView)
        )
        guard case .object(let paths) = document["paths"] else { return [] }
        return paths.compactMap { path, item in
            let isServed = item["post"]["responses"]["200"] != .null
            guard path.hasPrefix("/api-gateway/"), isServed else { return nil }
            return String(path.dropFirst("/api-gateway/".count))
        }.sorted()
    }

    @Test func `a key of another merchant finds and changes nothing by OnchainPay`() async throws {
        let methods = try await methods()
        #expect(methods.count > 40)
        let before = try await ownersView()
        #expect(before.joined().contains(Self.marker))
        for method in methods {
            for kind in ["invoice", "order", "user", "trusted", "contact", "client"] {
                let id = names[kind] ?? .null
                let answer = try await stranger.caller.call(
                    method,
                    Self.coin.merging([
                        "id": id, "invoiceId": id, "orderId": id, "addressId": id,
                        "clientId": names["client"] ?? .null, "externalId": .null,
                        "webhookId": names["webhook"] ?? .null, "tx": names["txid"] ?? .null,
                        "address": names["address"] ?? .null, "order": id,
                        "alias": "changed by a stranger", "meta": "changed by a stranger",
                        "comment": "changed by a stranger",
                    ]) { $1 }
                )
                #expect(!answer.text.contains(Self.marker), "\(method) by \(kind)")
                #expect(answer.status < 500, "\(method) by \(kind): \(answer.text)")
            }
        }
        let after = try await ownersView()
        for (line, former) in zip(after, before) { #expect(line == former) }
    }

    /// What the owner sees of his objects.
    private func ownersView() async throws -> [String] {
        var view: [String] = []
        for (method, fields) in [
            ("get-invoice", ["invoiceId": names["invoice"] ?? .null]),
            ("order", ["orderId": names["order"] ?? .null]),
            ("personal-addresses/get-user", ["clientId": names["client"] ?? .null]),
            ("personal-addresses/get-user-addresses", ["clientId": names["client"] ?? .null]),
            ("personal-addresses/get-trusted-addresses", ["clientId": names["client"] ?? .null]),
            ("address-book/get", [:]),
        ] as [(String, [String: JSONValue])] {
            let answer = try await world.caller.call(method, fields)
            #expect(answer.isSuccess, "\(method): \(answer.text)")
            view.append(answer.text.split(separator: "requestId")[0].description)
        }
        return view
    }

    @Test func `a key of another merchant finds nothing by OkiPays`() async throws {
        try await world.open(41)
        #expect(try await world.client.get(41).status == 200)
        let answer = try await stranger.client.get(41)
        #expect(answer.status == 400, "\(answer.text)")
        #expect(!answer.text.contains("LTC"), "\(answer.text)")
    }
}
