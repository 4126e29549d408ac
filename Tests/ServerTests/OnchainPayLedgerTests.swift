import Foundation
import Rigs
import Testing

/// Look-ups of what came in: by transaction, by address, by date, and what belongs to nobody.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayLedgerTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private func order(_ label: JSONValue = "tea") async throws -> JSONValue {
        try await world.answer(
            "make-order",
            ["currency": "USDT", "network": "ethereum", "amount": "10", "order": label]
        )
    }

    private func deposit(_ order: [String: JSONValue]) async throws -> JSONValue {
        let usual: [String: JSONValue] = ["command": "deposit"]
        let paid = try #require(try await world.control(.object(usual.merging(order) { $1 })))
        try #require(paid["txid"].text != nil, "\(paid)")
        return paid["txid"]
    }

    private func find(_ txid: JSONValue) async throws -> [JSONValue] {
        try await world.answer("find-tx", ["tx": txid]).elements
    }

    @Test func `a transaction is found with the order or the invoice that it paid`() async throws {
        #expect(try await find("00ff").isEmpty)
        let order = try await order()
        let paid = try await world.pay(order["orderId"])
        let found = try await find(paid["txid"])
        #expect(found.count == 1)
        #expect(found[0]["type"] == "IN")
        #expect(found[0]["source"] == "ORDER")
        #expect(found[0]["address"]["type"] == "PAY_IN")
        #expect(found[0]["address"]["address"] == order["address"])
        #expect(found[0]["address"]["id"] == order["addressId"])
        let whole = try await world.answer("order", ["orderId": order["orderId"]])
        #expect(found[0]["result"] == whole)

        let made = try await world.make()
        let second = try await world.pay(
            made["id"],
            ["network": "tron", "currency": "USDT", "percent": "50", "unconfirmed": true]
        )
        let partly = try await find(second["txid"])
        #expect(partly.map { $0["source"] } == ["INVOICE"])
        #expect(partly[0]["result"]["id"] == made["id"])
        #expect(partly[0]["result"]["status"] == "PENDING")
        #expect(try await world.caller.call("find-tx").code == 1100)
    }

    @Test func `what comes to an own address is a deposit, and a customer's is personal`()
        async throws
    {
        let coin: [String: JSONValue] = ["currency": "LTC", "network": "litecoin"]
        let own = try await world.answer("advanced-balance-deposit-address", coin)
        #expect(own["currency"] == "LTC")
        #expect(own["until"] == .null)
        let free = try await deposit(["address": own["address"], "amount": "0.5"])
        let found = try await find(free)
        #expect(found.map { $0["source"] } == ["DEPOSIT"])
        #expect(found[0]["address"]["type"] == "BUSINESS")
        #expect(found[0]["result"]["amount"] == "0.5")
        #expect(found[0]["result"]["status"] == "processed")

        let user = try await world.answer("personal-addresses/create-user", ["clientId": "anna"])
        let asked = coin.merging(["id": user["id"]]) { $1 }
        let hers = try await world.answer("personal-addresses/get-user-address", asked)
        let paid = try await deposit(["address": hers["address"], "amount": "0.25"])
        let personal = try await find(paid)
        #expect(personal.map { $0["source"] } == ["PERSONAL_DEPOSIT"])
        #expect(personal[0]["address"]["type"] == "PERSONAL")
        #expect(personal[0]["result"]["clientId"] == "anna")
        #expect(try await world.answer("orphan-deposits/get-deposits") == [])

        let all = try await world.answer("get-transaction-history")
        #expect(all["total"] == 2)
        #expect(all["transactions"].elements.map { $0["tx"] } == [paid, free])
        let types = all["transactions"].elements.map { $0["type"] }
        #expect(types == ["deposit_personal", "deposit_wallet"])
        for (type, count) in [("DEPOSIT", 2), ("deposit_wallet", 1), ("withdrawal", 0)] {
            let some = try await world.answer(
                "get-transaction-history",
                ["type": .string(type)]
            )
            #expect(some["total"] == .number(Decimal(count)))
        }
    }

    @Test func `history is filtered by coin and by date, sorted and paged`() async throws {
        let order = try await order()
        let first = try await world.pay(order["orderId"])["txid"]
        try await world.pass(minutes: 2 * 24 * 60)
        let own = try await world.answer(
            "advanced-balance-deposit-address",
            ["currency": "LTC", "network": "litecoin"]
        )
        let second = try await deposit(["address": own["address"], "amount": "1"])
        func history(_ fields: [String: JSONValue]) async throws -> [JSONValue] {
            try await world.answer("get-transaction-history", fields)["transactions"].elements
        }
        func txids(_ fields: [String: JSONValue]) async throws -> [JSONValue] {
            try await history(fields).map { $0["tx"] }
        }
        #expect(try await txids([:]) == [second, first])
        #expect(try await txids(["sortDate": "ASC"]) == [first, second])
        #expect(try await txids(["limit": 1, "offset": 1]) == [first])
        #expect(try await txids(["currency": "usdt"]) == [first])
        #expect(try await txids(["network": ["litecoin", "tron"]]) == [second])
        let later = try #require(try await history(["limit": 1]).first?["createdAt"].text)
        let day = JSONValue.string(String(later.prefix(10)))
        #expect(try await txids(["date": day]) == [second])
        #expect(try await txids(["date": .string(later)]) == [second])
        #expect(try await txids(["date": ["to": .string(later)]]) == [second, first])
        #expect(try await txids(["date": [.null, "2020-01-01"]]) == [])
        let bad = try await world.caller.call("get-transaction-history", ["date": "soon"])
        #expect(bad.code == 1100)
    }

    @Test func `another coin than was asked for, or money for an ended order, is an orphan`()
        async throws
    {
        let order = try await order("first")
        let foreign = try await deposit([
            "address": order["address"], "network": "ethereum", "currency": "USDC", "amount": "7",
        ])
        let second = try await self.order("second")
        _ = try await world.florin.run("invoice", "cancel", second["orderId"].text ?? "")
        let ended = try await deposit([
            "address": second["address"], "network": "ethereum", "amount": "3",
            "unconfirmed": true,
        ])
        let all = try await world.answer("orphan-deposits/get-deposits").elements
        #expect(all.map { $0["inTransaction"]["txId"] } == [ended, foreign])
        #expect(all.map { $0["status"] } == ["PENDING", "PROCESSED"])
        #expect(all.map { $0["orderId"] } == [second["orderId"], order["orderId"]])
        #expect(all.map { $0["currency"] } == ["USDT", "USDC"])
        #expect(all[0]["message"].text?.contains("ended") == true)
        #expect(all[1]["message"].text?.contains("another coin") == true)
        #expect(all[1]["canWithdrawal"] == false)
        #expect(all[1]["inTransaction"]["addressId"] == order["addressId"])

        let id = all[1]["id"]
        #expect(try await world.answer("orphan-deposits/get-deposit", ["id": id]) == all[1])
        let filters: [([String: JSONValue], Int)] = [
            (["id": id], 1), (["orderId": second["orderId"]], 1), (["stage": "WITHDRAWAL"], 0),
            (["stage": "DEPOSIT"], 2), (["status": "processed"], 1), (["status": "ERROR"], 0),
            (["status": ["INIT"]], 2), (["limit": 1, "offset": 1], 1), (["limit": .null], 2),
        ]
        for (fields, count) in filters {
            let found = try await world.answer("orphan-deposits/get-deposits", fields)
            #expect(found.elements.count == count, "\(fields)")
        }
        let shown = try await find(foreign)
        #expect(shown.map { $0["source"] } == ["ORPHAN_DEPOSIT"])
        #expect(shown[0]["result"] == all[1])
        for id in ["test123", "ethereum:00:0"] {
            let none = try await world.caller.call(
                "orphan-deposits/get-deposit",
                ["id": .string(id)]
            )
            #expect(none.code == 1360)
        }
        for method in ["orphan-deposits/withdrawal-token", "orphan-deposits/withdrawal"] {
            #expect(try await world.caller.call(method, ["id": id]).code == 1900)
        }
    }

    @Test func `another merchant finds none of it`() async throws {
        let order = try await order()
        let txid = try await world.pay(order["orderId"])["txid"]
        let created = try await world.florin.json("merchant", "create", "--name", "Other")
        let other = try OnchainPayCaller(url: world.florin.url, created: created)
        #expect(try await other.call("find-tx", ["tx": txid]).response == [])
        #expect(try await other.call("get-transaction-history").response["total"] == 0)
        let id: [String: JSONValue] = ["id": order["addressId"]]
        #expect(try await other.call("addresses/find-by-id", id).response == .null)
        #expect(try await other.call("addresses/transactions", id).code == 1350)
        let text = try await other.call(
            "addresses/find-by-address",
            ["address": order["address"]]
        )
        #expect(text.response == [])
    }
}
