import Foundation
import Rigs
import Testing

/// The payer's pages in a real browser.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CheckoutBrowserTests {
    private let world: SandboxShop
    private let browser: Browser

    init() async throws {
        world = try await SandboxShop()
        browser = try await Browser.start()
    }

    @Test func `an invoice is paid from the choice of a coin to the receipt`() async throws {
        let code = try await world.openForAllCoins(1)
        try await browser.open("\(world.florin.url)/checkout/\(code)")
        try await browser.click("button[value='LTC:litecoin']")
        try await browser.finds("output.amount")
        let uri = try await browser.attribute("href", of: "a.button")
        #expect(try await QRReader.texts(in: browser.picture()) == [uri])
        let findings = try await Accessibility.findings(in: browser)
        #expect(findings.isEmpty, "\(findings)")
        #expect(try await browser.complaints().isEmpty)
    }
}
