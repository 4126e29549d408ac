import AsyncHTTPClient
import Foundation
import Rigs
import Testing

/// The lives of invoices through the OnchainPay API, in the sandbox.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayLifeTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    /// A coin that is always worth a dollar, so that sums are the same in both.
    private static let tether: JSONValue = [
        ["currency": "USDT", "networks": [["name": "tron"]]]
    ]

    @Test func `an invoice goes from CREATED over INIT and PENDING to PROCESSED`() async throws {
        let made = try await world.make(["externalId": "life-1", "order": "№ 1", "lifetime": 30])
        #expect(made["status"] == "CREATED")
        #expect(made["orderId"] == .null)
        #expect(made["currencies"].elements.count > 5)

        let page = try await world.choose("USDT:tron", of: made)
        let chosen = try await world.stands(made, "INIT")
        #expect(chosen["receivedCurrency"] == "USDT")
        #expect(chosen["receivedNetwork"] == "tron")
        #expect(chosen["rate"] == "1.00000000")
        let order = try await world.answer("order", ["orderId": chosen["orderId"]])
        #expect(order["status"] == "init")
        #expect(order["amount"] == "10")
        #expect(page.contains(try #require(order["address"].text)))

        try await world.pay(made["id"], ["percent": "40", "unconfirmed": true])
        let pending = try await world.told(made["id"], "PENDING", received: "4")
        #expect(pending.json["transactions"][0]["status"] == "pending")
        #expect(pending.json["transactions"][0]["confirmations"] == "0")
        try await world.stands(made, "PENDING")
        try await world.pay(made["id"], ["percent": "60"])
        let paid = try await world.told(made["id"], "PROCESSED", received: "10")
        #expect(paid.json["externalId"] == "life-1")
        #expect(paid.json["order"] == "№ 1")
        #expect(paid.json["receivedAmount"] == "10")
        #expect(paid.json["transactions"].elements.map { $0["amount"] } == ["4", "6"])
        let done = try await world.stands(made, "PROCESSED")
        #expect(done["receivedAmountInInvoiceCurrency"] == "10")
        let last = try await world.answer("order", ["orderId": chosen["orderId"]])
        #expect(last["status"] == "processed")
        #expect(last["received"] == "10")
        #expect(last["transactions"][0]["confirmations"] == 19)
        #expect(world.story(of: made["id"]) == ["INIT", "PENDING", "PROCESSED"])
        try await world.expectGenuine(made["id"])
    }

    @Test func `an underpaid invoice is PARTIAL after its deadline, and not before`() async throws {
        let made = try await world.make(["currencies": Self.tether, "lifetime": 30])
        #expect(made["status"] == "INIT")
        try await world.pay(made["id"], ["percent": "40"])
        try await world.pass(minutes: 29)
        try await world.stands(made, "PENDING")
        try await world.pass(minutes: 2)
        let partial = try await world.told(made["id"], "PARTIAL", received: "4")
        #expect(partial.json["transactions"][0]["status"] == "processed")
        try await world.stands(made, "PARTIAL")
        // Not final: the rest may still come.
        try await world.pay(made["id"], ["percent": "60"])
        try await world.told(made["id"], "PROCESSED", received: "10")
        try await world.stands(made, "PROCESSED")
        #expect(world.story(of: made["id"]) == ["PENDING", "PARTIAL", "PROCESSED"])
        try await world.expectGenuine(made["id"])
    }

    @Test func `an invoice paid with too much is OVERPAID, also when more comes later`()
        async throws
    {
        let over = try await world.make(["currencies": Self.tether])
        try await world.pay(over["id"], ["percent": "150"])
        let told = try await world.told(over["id"], "OVERPAID", received: "15")
        #expect(told.json["receivedAmount"] == "15")
        #expect(told.json["amount"] == "10")
        let twice = try await world.make(["currencies": Self.tether])
        try await world.pay(twice["id"])
        try await world.told(twice["id"], "PROCESSED", received: "10")
        try await world.pay(twice["id"], ["amount": "0.000001"])
        try await world.told(twice["id"], "OVERPAID", received: "10.000001")
        try await world.stands(over, "OVERPAID")
        try await world.stands(twice, "OVERPAID")
        #expect(world.story(of: over["id"]) == ["PENDING", "OVERPAID"])
        #expect(world.story(of: twice["id"]) == ["PENDING", "PROCESSED", "OVERPAID"])
        try await world.expectGenuine(over["id"])
        try await world.expectGenuine(twice["id"])
    }

    @Test func `an EXPIRED invoice is PROCESSED when it is paid late`() async throws {
        let made = try await world.make(["currencies": Self.tether, "lifetime": 1])
        try await world.pass(minutes: 2)
        let expired = try await world.told(made["id"], "EXPIRED", received: "0")
        #expect(expired.json["transactions"] == [])
        try await world.stands(made, "EXPIRED")
        try await world.pay(made["id"], ["unconfirmed": true])
        try await world.told(made["id"], "PENDING", received: "10")
        _ = try await world.control(["command": "mine", "network": "tron", "blocks": 19])
        try await world.told(made["id"], "PROCESSED", received: "10")
        try await world.stands(made, "PROCESSED")
        #expect(world.story(of: made["id"]) == ["EXPIRED", "PENDING", "PROCESSED"])
        try await world.expectGenuine(made["id"])
    }

    @Test func `a tolerance of 1.5 percent takes 98.5 of 100, and not one unit less`() async throws
    {
        let fields: [String: JSONValue] = [
            "amount": "100", "currencies": Self.tether, "paymentTolerancePercent": "1.5",
        ]
        let enough = try await world.make(fields)
        #expect(enough["paymentTolerancePercent"] == "1.5")
        #expect(enough["currencies"][0]["networks"][0]["amount"] == "100")
        let short = try await world.make(fields)
        try await world.pay(enough["id"], ["amount": "98.5"])
        try await world.pay(short["id"], ["amount": "98.499999"])
        try await world.told(enough["id"], "PROCESSED", received: "98.5")
        try await world.stands(short, "PENDING")
        try await world.pass(minutes: 61)
        try await world.told(short["id"], "PARTIAL", received: "98.499999")
        try await world.stands(enough, "PROCESSED")
        try await world.expectGenuine(enough["id"])
        try await world.expectGenuine(short["id"])
    }

    @Test func `a payer may choose another coin until the first payment is seen`() async throws {
        let made = try await world.make()
        try await world.choose("LTC:litecoin", of: made)
        let first = try await world.stands(made, "INIT")
        #expect(first["receivedCurrency"] == "LTC")
        try await world.choose("USDT:tron", of: made)
        let second = try await world.invoice(made)
        #expect(second["status"] == "INIT")
        #expect(second["receivedCurrency"] == "USDT")
        #expect(second["orderId"] != first["orderId"])
        let old = try await world.answer("order", ["orderId": first["orderId"]])
        #expect(old["currency"] == "LTC")

        try await world.pay(made["id"], ["network": "tron", "percent": "50", "unconfirmed": true])
        try await world.stands(made, "PENDING")
        try await world.choose("BTC:bitcoin", of: made, isOffered: false)
        #expect(try await world.invoice(made)["orderId"] == second["orderId"])
        try await world.pay(made["id"], ["network": "tron", "percent": "50"])
        try await world.told(made["id"], "PROCESSED", received: "10")
        let unused = try await world.answer("order", ["orderId": first["orderId"]])
        #expect(unused["status"] == "expired")
        #expect(unused["received"] == "0")
        try await world.expectGenuine(made["id"])
    }

    @Test func `payments to two choices of an invoice add up`() async throws {
        let made = try await world.make()
        try await world.choose("USDC:polygon", of: made)
        let first = try await world.stands(made, "INIT")
        try await world.choose("USDT:tron", of: made)
        let second = try await world.invoice(made)
        try await world.pay(made["id"], ["network": "polygon", "amount": "2.5"])
        try await world.told(made["id"], "PENDING", received: "2.5")
        try await world.pay(made["id"], ["network": "tron", "amount": "7.499999"])
        try await world.told(made["id"], "PENDING", received: "7.499999")
        try await world.stands(made, "PENDING")
        try await world.pay(made["id"], ["network": "tron", "amount": "0.000001"])
        let paid = try await world.told(made["id"], "PROCESSED", received: "10")
        let sums = paid.json["transactions"].elements.map { [$0["currency"], $0["amount"]] }
        #expect(sums == [["USDC", "2.5"], ["USDT", "7.499999"], ["USDT", "0.000001"]])
        let orders = [
            try await world.answer("order", ["orderId": first["orderId"]]),
            try await world.answer("order", ["orderId": second["orderId"]]),
        ]
        #expect(orders.map { $0["received"] } == ["2.5", "7.5"])
        #expect(orders.map { $0["status"] } == ["processed", "processed"])
        #expect(world.story(of: made["id"]) == ["INIT", "PENDING", "PROCESSED"])
        try await world.expectGenuine(made["id"])
    }

    @Test func `includeFee adds the network's fee to what is due, and nothing less pays it`()
        async throws
    {
        let litecoin: JSONValue = ["LTC"]
        let coins = try await world.answer("available-currencies").elements
        let entry = coins.first { $0["currency"] == "LTC" }
        let fee = try decimal(try #require(entry)["networks"][0]["withdrawalFee"])
        #expect(fee > 0)
        // The price walks once a minute, and both have to be quoted at the same one.
        let (plain, extra) = try await Patience.wait(for: "two invoices at one rate") {
            let plain = try await world.make(["currencies": litecoin])
            let extra = try await world.make(["currencies": litecoin, "includeFee": true])
            return plain["rate"] == extra["rate"] ? (plain, extra) : nil
        }
        let due = plain["currencies"][0]["networks"][0]["amount"]
        let dueWithFee = extra["currencies"][0]["networks"][0]["amount"]
        #expect(extra["includeFee"] == true)
        #expect(try decimal(dueWithFee) == decimal(due) + fee)

        try await world.pay(plain["id"], ["amount": due])
        try await world.pay(extra["id"], ["amount": due])
        try await world.stands(plain, "PROCESSED")
        try await world.stands(extra, "PENDING")
        try await world.pay(extra["id"], ["amount": .string("\(fee)")])
        let paid = try await world.told(extra["id"], "PROCESSED")
        #expect(paid.json["receivedAmount"] == dueWithFee)
        try await world.expectGenuine(extra["id"])
    }

    @Test func `an amount follows the price beyond the slippage, says so, and is then what pays`()
        async throws
    {
        _ = try await world.control(["command": "rate", "ticker": "LTC", "dollars": "87.41"])
        let made = try await world.make([
            "amount": "30", "currencies": ["LTC"], "slippagePercent": "2",
        ])
        #expect(made["currencies"][0]["networks"][0]["amount"] == "0.34321016")
        _ = try await world.control(["command": "rate", "ticker": "LTC", "percent": "-2.1"])
        let moved = try await world.invoice(made)
        #expect(moved["orderId"] == made["orderId"])
        #expect(moved["currencies"][0]["networks"][0]["amount"] == "0.35057218")
        let link = try #require(made["orderLink"].text)
        let page = try await world.page(HTTPClientRequest(url: link))
        #expect(page.contains("<bdi>0.35057218 LTC</bdi> instead of <bdi>0.34321016 LTC</bdi>"))

        try await world.pay(made["id"], ["amount": "0.34321016"])
        try await world.told(made["id"], "PENDING", received: "0.34321016")
        try await world.stands(made, "PENDING")
        try await world.pay(made["id"], ["amount": "0.00736202"])
        try await world.told(made["id"], "PROCESSED", received: "0.35057218")
        #expect(world.story(of: made["id"]) == ["PENDING", "PROCESSED"])
        try await world.expectGenuine(made["id"])
    }

    private func decimal(_ value: JSONValue) throws -> Decimal {
        try #require(Decimal(string: value.text ?? ""))
    }
}
