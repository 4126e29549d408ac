import Foundation
import Payments
import Rigs
import Testing

/// A merchant's first page, before the first invoice and after some payments.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OverviewTests {
    private let world: SandboxShop
    private let merchant: MerchantID

    init() async throws {
        world = try await SandboxShop()
        let listed = try await world.florin.json("merchant", "list")
        merchant = MerchantID(try #require(listed["merchants"][0]["id"].text))
    }

    private var path: String { "/cabinet/m/\(merchant.text)/overview" }

    @Test func `payments show in every sum of the page`() async throws {
        for order in 1...3 { try await world.open(order) }
        for order in ["1", "2"] { try await world.pay(.string(order)) }
        for order in 1...2 { try await world.stands(order, 2) }
        let visitor = try await CabinetVisitor.enter(world.florin, as: [merchant: .viewer])
        let page = try await visitor.get(path)
        #expect(page.status == 200)
        #expect(page.text.contains("2 of 3 invoices"))
        #expect(page.text.contains(">66 %<"))
        #expect(page.text.contains("10.00 USD"))
        #expect(page.text.contains("in 1 invoice<"))
        #expect(page.text.contains(#"id="received-title""#))
        #expect(page.text.contains(#"id="conversion-title""#))
        #expect(page.text.contains(#"id="delays-title""#))
        #expect(page.text.contains("<th scope=\"row\">LTC</th><td>Litecoin</td>"))
        #expect(!page.text.contains("First steps"))
        #expect(!page.text.contains("style="))
        for days in [7, 90] {
            let other = try await visitor.get("\(path)?days=\(days)")
            #expect(other.text.contains("days=\(days)\" aria-current=\"true\""))
            #expect(other.text.contains("2 of 3 invoices"))
        }
        // Whatever is asked for, a page comes.
        for days in ["0", "-1", "x", "99999999999999999999"] {
            let other = try await visitor.get("\(path)?days=\(days)")
            #expect(other.status == 200)
            #expect(other.text.contains("days=30\" aria-current=\"true\""))
        }
    }

    @Test func `before the first invoice it says what to do, and only to whom it concerns`()
        async throws
    {
        let visitor = try await CabinetVisitor.enter(world.florin, as: [merchant: .viewer])
        let page = try await visitor.get(path)
        #expect(page.status == 200)
        #expect(page.text.contains("First steps"))
        // A sandbox gives wallets and keys.
        #expect(page.text.contains("<strong>Add a wallet</strong> <span class=\"status good\">"))
        #expect(page.text.contains("/\(merchant.text)/invoices\"><strong>Open a first invoice"))
        #expect(!page.text.contains("plot-bars"))
        #expect(try await visitor.get("/cabinet/m/m_other/overview").status == 404)
        let created = try await world.florin.json("merchant", "create", "--name", "Other")
        let other = try #require(created["merchant"]["id"].text)
        #expect(try await visitor.get("/cabinet/m/\(other)/overview").status == 404)
    }
}
