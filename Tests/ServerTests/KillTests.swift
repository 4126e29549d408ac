import Foundation
import Rigs
import Synchronization
import Testing

/// The server dies at any moment, and nothing that it answered for is lost or doubled.
@Suite(.timeLimit(.minutes(3)))
struct KillTests {
    private static let invoicesMax = 200
    private static let killsMax = 10
    private static let shopsMax = 4
    private static let pagesMax = 20

    /// What the shops know, from the answers they got.
    private struct Ledger {
        var next = 0
        var steps = 0
        var codes: [Int: String] = [:]
        var unsure: Set<Int> = []
    }

    private final class Book: Sendable {
        let ledger = Mutex(Ledger())
    }

    @Test func `ten kills during 200 paid invoices lose, double and reorder nothing`() async throws
    {
        var dice = Dice()
        let moments = (0..<Self.killsMax)
            .map { _ in Int.random(in: 1..<(Self.invoicesMax * 2 - 20), using: &dice) }.sorted()
        let rests = moments.map { _ in Int.random(in: 0...60, using: &dice) }
        let seed = dice.description
        let world = try await SandboxShop()
        let book = Book()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.shopsMax {
                group.addTask { try await Self.buyAndPay(world, book) }
            }
            group.addTask {
                for (moment, rest) in zip(moments, rests) {
                    try await Patience.wait(for: "\(moment) steps", atMost: .seconds(60)) {
                        book.ledger.withLock { $0.steps >= moment } ? () : nil
                    }
                    try await Patience.rest(.milliseconds(rest))
                    try await world.florin.kill()
                    try await world.florin.restart()
                }
            }
            try await group.waitForAll()
        }

        let ledger = book.ledger.withLock { $0 }
        #expect(ledger.codes.count == Self.invoicesMax, "\(seed)")
        try await settle(world, ledger)
        for order in 1...Self.invoicesMax { try await world.stands(order, 2) }
        let events = try await eventsTold(world, seed: seed)
        try await expectEachOnce(world, ledger, events, seed: seed)
        expectOrder(world, seed: seed)
    }

    /// One shop: opens an order until that is acknowledged, then pays it once.
    private static func buyAndPay(_ world: SandboxShop, _ book: Book) async throws {
        while true {
            let order = book.ledger.withLock {
                $0.next += 1
                return $0.next
            }
            guard order <= invoicesMax else { return }
            let code = try await Patience.wait(for: "order \(order)", atMost: .seconds(60)) {
                try await acknowledged(order, world)
            }
            book.ledger.withLock {
                $0.steps += 1
                $0.codes[order] = code
            }
            let paid = try await world.control(["command": "pay", "invoice": .string(code)])
            book.ledger.withLock {
                $0.steps += 1
                // Without an answer nobody knows whether the payer paid.
                if paid?["txid"].text == nil { $0.unsure.insert(order) }
            }
        }
    }

    /// The code of an order that Florin says exists, or nil to ask again.
    private static func acknowledged(_ order: Int, _ world: SandboxShop) async throws -> String? {
        guard let opened = try? await world.client.create(SandboxShop.order(order)) else {
            return nil
        }
        if opened.status == 200 { return opened.json["data"]["id"].text }
        // 2: another request overtook this one. 11: it was opened, and the answer was lost.
        try #require([2, 11].contains(opened.code), "\(opened.text)")
        guard opened.code == 11,
            let found = try? await world.client.get(.number(Decimal(order))), found.status == 200
        else { return nil }
        return found.json["data"]["id"].text
    }

    /// Pays what turned out unpaid, and mines what waits.
    private func settle(_ world: SandboxShop, _ ledger: Ledger) async throws {
        let mine: JSONValue = ["command": "mine", "network": "litecoin", "blocks": 12]
        _ = try await world.control(mine)
        for order in ledger.unsure.sorted() {
            let code = try #require(ledger.codes[order])
            let shown = try await world.florin.json("invoice", "show", code)
            guard shown["transfers"].elements.isEmpty else { continue }
            let paid = try await world.control(["command": "pay", "invoice": .string(code)])
            #expect(paid?["txid"].text != nil)
        }
        _ = try await world.control(mine)
    }

    /// Waits until every event is told, and answers all.
    private func eventsTold(_ world: SandboxShop, seed: String) async throws -> [JSONValue] {
        try await Patience.wait(for: "every event told (\(seed))", atMost: .seconds(40)) {
            var events: [JSONValue] = []
            for _ in 0..<Self.pagesMax {
                let after = "\(events.last?["number"].integer ?? 0)"
                let page = try await world.florin.json("events", "--after", after)
                if page["events"].elements.isEmpty { break }
                events += page["events"].elements
            }
            return events.contains { $0["delivery"] == "waiting" } ? nil : events
        }
    }

    private func expectEachOnce(
        _ world: SandboxShop,
        _ ledger: Ledger,
        _ events: [JSONValue],
        seed: String
    ) async throws {
        // Numbers without gaps, each invoice opened, paid and accepted once.
        #expect(events.compactMap { $0["number"].integer } == Array(1...events.count), "\(seed)")
        for name in ["opened", "paid", "accepted"] {
            let invoices = events.filter { $0["event"] == .string(name) }
                .compactMap { $0["invoice"].text }
            #expect(invoices.count == Self.invoicesMax, "\(name) \(seed)")
            #expect(Set(invoices).count == Self.invoicesMax, "\(name) \(seed)")
        }
        #expect(!events.contains { $0["event"] == "overPaid" }, "\(seed)")
        let heard = Set(world.shop.callbacks.compactMap(\.eventNumber))
        let told = events.filter { $0["delivery"] == "delivered" }
        #expect(told.allSatisfy { heard.contains($0["number"].integer ?? 0) }, "\(seed)")
        #expect(told.count >= Self.invoicesMax, "\(seed)")
        let sure = ledger.codes.sorted { $0.key < $1.key }.filter { $0.key % 10 == 0 }
        for (order, code) in sure {
            let shown = try await world.florin.json("invoice", "show", code)
            #expect(shown["transfers"].elements.count == 1, "order \(order) \(seed)")
            #expect(shown["transfers"][0]["amount"] == shown["choices"][0]["due"], "\(seed)")
        }
    }

    /// In order for each invoice, signed, and with the same bytes every time.
    private func expectOrder(_ world: SandboxShop, seed: String) {
        var bodies: [Int: String] = [:]
        var last: [JSONValue: Int] = [:]
        for callback in world.shop.callbacks {
            #expect(callback.isSigned)
            guard let number = callback.eventNumber else {
                Issue.record("a callback without a number (\(seed))")
                continue
            }
            if let before = bodies[number] {
                #expect(before == callback.body, "event \(number) changed (\(seed))")
                continue
            }
            bodies[number] = callback.body
            let order = callback.json["order_id"]
            #expect(number > last[order] ?? 0, "order \(order) out of order (\(seed))")
            last[order] = number
        }
        let totals = world.shop.callbacks.filter { $0.statusID == 8 }.map {
            $0.json["total_sum_price"]
        }
        #expect(totals.allSatisfy { $0 == "10.00" }, "\(seed)")
        #expect(!world.shop.callbacks.contains { $0.statusID == 10 }, "\(seed)")
    }
}
