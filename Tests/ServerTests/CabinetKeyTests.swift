import Foundation
import NIOHTTP1
import Payments
import Rigs
import Testing

@Suite(.timeLimit(.minutes(2)))
struct CabinetKeyTests {
    private struct Made {
        let page: String
        let publicPart: String
        let secret: String
        let command: String
    }

    private static func make(
        _ world: CabinetShop,
        _ dialect: String,
        permission: String = "everything",
        addresses: String = "",
        name: String = "till"
    ) async throws -> (made: Made, fields: [String: String]) {
        let form = try await world.manager.get(world.path("keys/new"))
        let fields = [
            "form": try CabinetShop.field("form", in: form.text), "dialect": dialect,
            "name": name, "permission": permission, "addresses": addresses,
        ]
        let answer = try await world.manager.post(world.path("keys"), fields)
        #expect(answer.status == 200)
        #expect(answer.headers.first(name: "cache-control") == "no-store")
        let page = answer.text
        let codes = page.matches(of: /<dd><code[^>]*>([^<]*)<\/code>/).map {
            CabinetShop.plain(String($0.1))
        }
        return (
            Made(
                page: page,
                publicPart: try #require(codes.first),
                secret: try CabinetShop.text(of: "secret", in: page),
                command: try CabinetShop.text(of: "command", in: page)
            ), fields
        )
    }

    /// Where the page of a key is.
    private static func path(_ world: CabinetShop, named name: String) async throws -> String {
        let page = try await world.manager.get(world.path("keys")).text
        let pattern = try Regex("href=\"([^\"]*)\" aria-label=\"Change the key \(name)\"")
        let match = try #require(page.firstMatch(of: pattern))
        return String(try #require(match.output[1].substring))
    }

    @Test(arguments: ["okipays", "onchainpay"])
    func `the printed line works in a shell as it stands`(_ dialect: String) async throws {
        let world = try await CabinetShop()
        for permission in ["everything", "create", "read"] {
            let (made, _) = try await Self.make(world, dialect, permission: permission)
            let outcome = try await ShellLine.run(made.command)
            #expect(outcome.status == 0)
            switch (dialect, permission) {
            case ("okipays", "read"): #expect(outcome.output.contains("Order not found"))
            case ("okipays", _): #expect(outcome.output.contains(#""link":"#), "\(outcome)")
            case (_, "read"): #expect(outcome.output.contains(#""total":"#), "\(outcome)")
            default: #expect(outcome.output.contains(#""invoiceLink":"#), "\(outcome)")
            }
        }
    }

    @Test func `a secret is shown once, and a form sent twice makes one key`() async throws {
        let world = try await CabinetShop()
        let (made, fields) = try await Self.make(world, "okipays", name: "the <till>")
        let again = try await world.manager.post(world.path("keys"), fields)
        #expect(again.status == 200)
        #expect(again.text.contains("cannot be shown again"))
        for path in ["keys", "keys/new", "wallets", "notifications"] {
            let page = try await world.manager.get(world.path(path)).text
            #expect(!page.contains(made.secret), "\(path)")
        }
        #expect(!again.text.contains(made.secret))
        let list = try await world.manager.get(world.path("keys")).text
        #expect(list.matches(of: /the &lt;till&gt;<\/th>/).count == 1)
        #expect(list.contains(made.publicPart))
        let audit = try await world.audit()
        #expect(audit.count { $0.subject.hasPrefix("key \(made.publicPart.prefix(8))") } == 1)
        #expect(audit.allSatisfy { $0.after?.contains(made.secret) != true })
        #expect(!world.sandbox.florin.outputEnd.contains(made.secret))
    }

    @Test func `a key is refused from other addresses, and only to whoever can sign with it`()
        async throws
    {
        let world = try await CabinetShop()
        let url = world.sandbox.florin.url
        let (made, _) = try await Self.make(world, "okipays", addresses: "198.51.100.0/24\n::2")
        let client = OkiPaysClient(url: url, token: made.publicPart, secret: made.secret)
        let refused = try await client.create(SandboxShop.order(1))
        #expect(refused.status == 403)
        #expect(refused.code == 0)
        #expect(refused.json["name"] == "Forbidden")
        #expect(try await world.invoiceCount() == 0)
        let guess = OkiPaysClient(url: url, token: made.publicPart, secret: "a guess")
        let guessed = try await guess.create(SandboxShop.order(1))
        #expect(guessed.status == 400)
        #expect(guessed.code == 1)

        let (other, _) = try await Self.make(world, "onchainpay", addresses: "198.51.100.7")
        let caller = OnchainPayCaller(
            url: url,
            publicKey: other.publicPart,
            privateKey: other.secret
        )
        let answer = try await caller.call("get-invoices")
        #expect(answer.status == 403)
        #expect(answer.code == 1005)
        #expect(answer.name == "FORBIDDEN")

        // A proxy on this machine is believed about where the call comes from.
        let allowed = try await caller.send(
            Array(#"{"nonce":1}"#.utf8),
            to: "get-invoices",
            headers: caller.headers(signature: caller.sign(Array(#"{"nonce":1}"#.utf8)))
                + [("X-Forwarded-For", "203.0.113.9, 198.51.100.7")]
        )
        #expect(allowed.isSuccess)
    }

    @Test func `a key does what it may and nothing else, before any effect`() async throws {
        let world = try await CabinetShop()
        let url = world.sandbox.florin.url
        let (made, _) = try await Self.make(world, "okipays", permission: "read")
        let client = OkiPaysClient(url: url, token: made.publicPart, secret: made.secret)
        var order = SandboxShop.order(1)
        order["request_id"] = 7
        #expect(try await client.create(order).status == 403)
        #expect(try await world.invoiceCount() == 0)
        // A refused call uses nothing up: its number is good for another one.
        let used = try await client.call("order/get", ["request_id": 7, "order_id": 1])
        #expect(used.code == 14)

        let (reader, _) = try await Self.make(world, "onchainpay", permission: "read")
        let (creator, _) = try await Self.make(world, "onchainpay", permission: "create")
        func caller(_ key: Made) -> OnchainPayCaller {
            OnchainPayCaller(url: url, publicKey: key.publicPart, privateKey: key.secret)
        }
        let invoice: [String: JSONValue] = ["currency": "USD", "amount": "10"]
        #expect(try await caller(reader).call("make-invoice", invoice).code == 1005)
        #expect(try await caller(reader).call("get-invoices").isSuccess)
        #expect(try await caller(creator).call("make-invoice", invoice).isSuccess)
        for method in ["address-book/add", "address_book/add", "addresses/set-meta"] {
            #expect(try await caller(creator).call(method).code == 1005, "\(method)")
        }
    }

    @Test func `a key is restricted later, and revoked`() async throws {
        let world = try await CabinetShop()
        let (made, _) = try await Self.make(world, "okipays")
        let client = OkiPaysClient(
            url: world.sandbox.florin.url,
            token: made.publicPart,
            secret: made.secret
        )
        #expect(try await client.create(SandboxShop.order(1)).status == 200)
        let path = try await Self.path(world, named: "till")
        let bad = try await world.manager.post(
            path,
            ["name": "shop", "permission": "everything", "addresses": "127.0.0.1\nshop.example"]
        )
        #expect(bad.status == 422)
        #expect(bad.text.contains("Allowed addresses: “shop.example”"))
        #expect(bad.text.contains("127.0.0.1\nshop.example"))
        // What is not said is not everything.
        #expect(try await world.manager.post(path, ["name": "shop"]).status == 422)
        let saved = try await world.manager.post(
            path,
            ["name": "shop", "permission": "read", "addresses": "127.0.0.0/8"]
        )
        #expect(saved.text.contains("Saved."))
        #expect(try await client.create(SandboxShop.order(2)).status == 403)
        #expect(try await client.get(1).status == 200)
        let audit = try await world.audit()
        #expect(audit.first?.after?.contains("read only; from 127.0.0.0/8") == true)

        #expect(try await world.manager.get("\(path)/revoke").text.contains("Revoke"))
        #expect(try await client.get(1).status == 200)
        _ = try await world.manager.post("\(path)/revoke")
        #expect(try await client.get(1).status == 401)
        #expect(try await world.manager.get(path).status == 404)
        #expect(try await world.manager.get(world.path("keys")).text.contains("revoked"))
    }

    @Test func `nobody else touches a key`() async throws {
        let world = try await CabinetShop()
        let (made, fields) = try await Self.make(world, "okipays")
        let path = try await Self.path(world, named: "till")
        let handle = try #require(path.split(separator: "/").last)
        let foreign = "/cabinet/m/\(world.neighbour.text)/keys/\(handle)"
        for rest in ["", "/revoke"] {
            #expect(try await world.stranger.get(foreign + rest).status == 404)
            #expect(try await world.stranger.post(foreign + rest, fields).status == 404)
            #expect(try await world.viewer.post(path + rest, fields).status == 403)
        }
        let seen = try await world.viewer.get(world.path("keys"))
        #expect(seen.status == 200)
        #expect(!seen.text.contains("/revoke"))
        #expect(try await world.viewer.get(world.path("keys/new")).status == 403)
        let client = OkiPaysClient(
            url: world.sandbox.florin.url,
            token: made.publicPart,
            secret: made.secret
        )
        #expect(try await client.create(SandboxShop.order(1)).status == 200)
    }
}
