import Foundation
import Rigs
import Testing

/// The merchant's addresses, and the foreign ones that are written down.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayAddressTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private static let coin: [String: JSONValue] = ["currency": "USDT", "network": "ethereum"]
    private static let unknown: JSONValue = "00000000-0000-4000-8000-000000000000"

    private func call(
        _ method: String,
        _ fields: [String: JSONValue] = [:]
    ) async throws -> OnchainPayCaller.Answer {
        try await world.caller.call(method, fields)
    }

    private func business(_ alias: JSONValue) async throws -> JSONValue {
        try await world.answer(
            "business-address",
            Self.coin.merging(["alias": alias, "comment": "for rent"]) { $1 }
        )
    }

    @Test func `an own address keeps its alias, and another alias gets another address`()
        async throws
    {
        #expect(try await world.answer("business-addresses") == [])
        let rent = try await business("rent")
        #expect(rent["alias"] == "rent")
        #expect(rent["comment"] == "for rent")
        #expect(rent["balance"] == "0")
        #expect(rent["tag"] == .null)
        #expect(try await business("rent") == rent)
        let tips = try await business("tips")
        #expect(tips["address"] != rent["address"])
        #expect(try await business("rent")["address"] == rent["address"])
        let shown = try await world.answer("advanced-balance-deposit-address", Self.coin)
        #expect(shown["address"] == tips["address"])
        for method in ["business-addresses", "account-addresses"] {
            #expect(try await world.answer(method) == .array([rent, tips]))
        }
        for method in ["recurrent-addresses", "payout-balances", "payout-addresses"] {
            #expect(try await world.answer(method) == [])
        }
        for method in ["create-payout-address", "payout-address"] {
            #expect(try await call(method, Self.coin).code == 1900)
        }
        #expect(try await call("business-address", ["currency": "USDT"]).code == 1100)
        let nowhere = try await call(
            "business-address",
            ["currency": "USDT", "network": "litecoin"]
        )
        #expect(nowhere.code == 1200)
        let foreign = try await call("business-addresses", ["advancedBalanceId": Self.unknown])
        #expect(foreign.code == 1340)
    }

    @Test func `an address is found by its id and as it is written, with what is remembered`()
        async throws
    {
        let own = try await business("rent")
        let byID = try await world.answer("addresses/find-by-id", ["id": own["id"]])
        #expect(byID["type"] == "BUSINESS")
        #expect(byID["alias"] == "rent")
        #expect(byID["meta"] == .null)
        #expect(byID["isArchived"] == false)
        let small = JSONValue.string(own["address"].text?.lowercased() ?? "")
        for address in [own["address"], small] {
            let found = try await world.answer("addresses/find-by-address", ["address": address])
            #expect(found.elements.contains(byID))
        }
        #expect(try await world.answer("addresses/find-by-id", ["id": Self.unknown]) == .null)
        #expect(try await call("addresses/find-by-id", ["id": "123"]).code == 1100)
        #expect(try await call("addresses/find-by-address").code == 1100)

        let metas: [JSONValue] = [["a": [1, .null]], "text", 7, false, .null]
        for meta in metas {
            for method in ["addresses/set-meta", "track-addresses/add-address"] {
                let fields: [String: JSONValue] = ["id": own["id"], "meta": meta]
                #expect(try await world.answer(method, fields) == .null)
            }
            let found = try await world.answer("addresses/find-by-id", ["id": own["id"]])
            #expect(found["meta"] == meta)
        }
        #expect(try await call("addresses/set-meta", ["id": own["id"]]).code == 1100)
        let large = JSONValue.string(String(repeating: "a", count: 5_000))
        #expect(
            try await call("addresses/set-meta", ["id": own["id"], "meta": large]).code == 1100
        )
        #expect(
            try await call("addresses/set-meta", ["id": Self.unknown, "meta": 1]).code == 1350
        )
        let track = try await call(
            "track-addresses/add-address",
            ["address": "0x1111111111111111111111111111111111111111", "webhookUrl": "http://a.b"]
        )
        #expect(track.code == 1900)
        #expect(track.status == 501)
    }

    @Test func `an order's address has its own meta and tells what came`() async throws {
        let order = try await world.answer(
            "make-order",
            Self.coin.merging(["amount": "10", "order": "tea"]) { $1 }
        )
        let id: [String: JSONValue] = ["id": order["addressId"]]
        try await world.answer("addresses/set-meta", id.merging(["meta": ["a": "b"]]) { $1 })
        #expect(try await world.answer("addresses/last-transaction", id) == .null)
        let empty = try await world.answer(
            "addresses/transactions",
            id.merging(["type": .null, "status": .null, "limit": .null, "offset": .null]) { $1 }
        )
        #expect(empty == ["count": 0, "transactions": []])
        let first = try await world.pay(order["orderId"], ["percent": "40"])
        let second = try await world.pay(
            order["orderId"],
            ["percent": "60", "unconfirmed": true]
        )
        let found = try await world.answer("addresses/find-by-id", id)
        #expect(found["type"] == "PAY_IN")
        #expect(found["meta"] == ["a": "b"])
        #expect(found["balance"] == "4")

        let all = try await world.answer("addresses/transactions", id)
        #expect(all["count"] == 2)
        let rows = all["transactions"].elements
        #expect(rows.map { $0["tx"] } == [second["txid"], first["txid"]])
        #expect(rows.map { $0["status"] } == ["pending", "processed"])
        #expect(rows[0]["type"] == "deposit")
        #expect(rows[0]["addressTo"] == order["address"])
        #expect(rows[0]["orphanDepositId"] == .null)
        #expect(try await world.answer("addresses/address-transactions", id) == .array(rows))
        #expect(try await world.answer("addresses/last-transaction", id) == rows[0])
        let byText = try await world.answer(
            "addresses/last-transaction",
            ["address": order["address"]]
        )
        #expect(byText == rows[0])
        let filters: [([String: JSONValue], Int)] = [
            (["status": ["pending"]], 1), (["status": ["error"]], 0), (["status": ["INIT"]], 2),
            (["type": "withdrawal", "status": ["pending"]], 0), (["type": "deposit"], 2),
        ]
        for (fields, count) in filters {
            let some = try await world.answer("addresses/transactions", id.merging(fields) { $1 })
            #expect(some["count"] == .number(Decimal(count)), "\(fields)")
        }
        let page = try await world.answer(
            "addresses/transactions",
            id.merging(["limit": 1, "offset": 1]) { $1 }
        )
        #expect(page == ["count": 2, "transactions": [rows[1]]])
    }

    @Test func `the address book is written, read by pages, changed and crossed out`() async throws
    {
        let fields: [String: JSONValue] = [
            "address": "1BitcoinEaterAddressDontSendf59kuE", "alias": "eater",
            "networks": ["ethereum", "bsc", "tron"], "comment": "not checked",
        ]
        let added = try await world.answer("address-book/add", fields)
        #expect(added["alias"] == "eater")
        #expect(added["networks"] == ["bsc", "ethereum", "tron"])
        #expect(try await world.answer("address-book/add", fields) == added)
        let renamed = fields.merging(["alias": "other"]) { $1 }
        let second = try await world.answer("address-book/add", renamed)
        #expect(second["id"] != added["id"])

        let book = try await world.answer("address-book/get")
        #expect(
            book == [
                "addresses": [added, second], "count": 2, "countPages": 1, "limit": 100, "page": 1,
            ]
        )
        let pages: [([String: JSONValue], [JSONValue])] = [
            (["page": 0, "limit": 1], [added]), (["page": 1, "limit": 1], [added]),
            (["page": 2, "limit": 1], [second]), (["offset": 1, "limit": 1], [second]),
            (["page": 3, "limit": 1], []), (["networks": ["litecoin"]], []),
            (["networks": ["TRON", "litecoin"]], [added, second]),
        ]
        for (fields, expected) in pages {
            let page = try await world.answer("address-book/get", fields)
            #expect(page["addresses"] == .array(expected), "\(fields)")
        }
        let id: [String: JSONValue] = ["addressId": added["id"]]
        let change = id.merging(["alias": "changed", "comment": .null]) { $1 }
        #expect(try await world.answer("address-book/update", change) == .null)
        let after = try await world.answer("address-book/get", ["limit": 1])["addresses"][0]
        #expect(after["alias"] == "changed")
        #expect(after["comment"] == "not checked")
        #expect(try await world.answer("address-book/remove", id) == .null)
        #expect(try await world.answer("address-book/update", change) == .null)
        #expect(try await world.answer("address-book/get")["addresses"] == [second])
        for method in ["address-book/update", "address-book/remove"] {
            #expect(try await call(method, ["addressId": Self.unknown]).code == 1350)
        }
        #expect(try await call("address-book/add", ["address": "a"]).code == 1100)
    }

    @Test func `what a customer trusts is kept for him and checked`() async throws {
        let address: JSONValue = "0x1111111111111111111111111111111111111111"
        let fields = Self.coin.merging([
            "clientId": "anna", "address": address, "alias": "cold",
        ]) { $1 }
        let path = "personal-addresses/add-trusted-address"
        #expect(try await call(path, fields).code == 1320)
        try await world.answer("personal-addresses/create-user", ["clientId": "anna"])
        let added = try await world.answer(path, fields)
        #expect(added["clientId"] == "anna")
        #expect(added["currency"] == "USDT")
        #expect(added["network"] == "ethereum")
        #expect(added["tag"] == .null)
        #expect(try await call(path, fields.merging(["address": "x"]) { $1 }).code == 1100)
        let filters: [([String: JSONValue], Int)] = [
            ([:], 1), (["clientId": "anna"], 1), (["clientId": "bob"], 0),
            (["currency": ["usdt"], "network": ["ethereum"]], 1), (["network": ["tron"]], 0),
        ]
        for (fields, count) in filters {
            let found = try await world.answer("personal-addresses/get-trusted-addresses", fields)
            #expect(found.elements == (count == 1 ? [added] : []), "\(fields)")
        }
        #expect(try await world.answer("address-book/get")["count"] == 0)
        let wrong = try await call("address-book/remove", ["addressId": added["id"]])
        #expect(wrong.code == 1350)
        let id: [String: JSONValue] = ["addressId": added["id"]]
        try await world.answer("personal-addresses/del-trusted-address", id)
        #expect(try await world.answer("personal-addresses/get-trusted-addresses") == [])
    }
}
