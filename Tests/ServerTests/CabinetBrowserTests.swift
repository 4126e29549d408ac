import Foundation
import Payments
import Rigs
import Testing

/// A merchant's way through the cabinet in a real browser.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CabinetBrowserTests {
    /// The account key of BIP84's test vectors and its first address.
    private static let accountKey =
        "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDK"
        + "f31mGDtKsAYz2oz2AGutZYs"
    private static let firstAddress = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"

    private let browser: Browser

    init() async throws { browser = try await Browser.start(.desktop) }

    /// Opens the link of the first start and makes the owner's account, phone and all.
    private func start(_ florin: FlorinProcess) async throws {
        let link = try #require(try await florin.announcement()["cabinet"].text)
        try await browser.open(link)
        try await PageInspection(browser: browser).holds("cabinet-start")
        try await browser.type("anna", into: "[name=name]")
        try await browser.type(CabinetBrowser.password, into: "[name=password]")
        try await browser.type(CabinetBrowser.password, into: "[name=again]")
        try await browser.click(".form button.primary")
        try await browser.finds("code.secret")
        let secret = try await browser.text(of: "code.secret").filter { $0 != " " }
        let read = try await QRReader.texts(in: browser.picture())
        #expect(read.count == 1 && read[0].hasPrefix("otpauth://totp/"), "\(read)")
        #expect(read.first?.contains("secret=\(secret)") == true)
        try await PageInspection(browser: browser).holds("cabinet-two-factor")
        try await browser.type(try CabinetBrowser.code(secret), into: "[name=code]")
        try await browser.click("button[value=code]")
        try await browser.finds("ul.codes")
        #expect(try await browser.evaluate("document.querySelectorAll('.codes li').length") == 10)
        try await PageInspection(browser: browser).holds("cabinet-recovery-codes")
        try await browser.click("a.primary")
        try await browser.sees("Sign out")
    }

    private func makeMerchant(_ florin: FlorinProcess) async throws -> String {
        try await browser.open("\(florin.url)/cabinet/merchants")
        try await browser.type("Tea & Co", into: "[name=name]")
        try await browser.click("form[action='/cabinet/merchants'] button.primary")
        try await browser.sees("Tea & Co is ready")
        let merchants = try await florin.json("merchant", "list")["merchants"]
        return try #require(merchants[0]["id"].text)
    }

    private func addWallet(at base: String) async throws {
        try await browser.open("\(base)/wallets/new?network=bitcoin")
        try await browser.type(Self.accountKey, into: "[name=key]")
        try await browser.click(".form .primary")
        try await browser.finds("table.addresses")
        let shown = try await browser.evaluate(
            "[...document.querySelectorAll('.addresses tbody td')].map(cell => cell.innerText)"
        ).elements.compactMap(\.text)
        #expect(shown.count == 5 && shown.first == Self.firstAddress, "\(shown)")
        try await PageInspection(browser: browser).holds("cabinet-wallet-compare")
        try await browser.click(".form .primary")
        try await browser.sees("Test payment")
    }

    /// Makes a key and answers it; its secret is on no other page.
    private func makeKey(at base: String, of florin: FlorinProcess) async throws -> OkiPaysClient {
        try await browser.open("\(base)/keys/new")
        try await browser.type("web shop", into: "[name=name]")
        try await browser.click(".form .primary")
        try await browser.finds("#secret")
        let secret = try await browser.text(of: "#secret")
        let token = try await browser.text(of: ".receipt code")
        try await PageInspection(browser: browser).holds("cabinet-key-made")
        try await browser.open("\(base)/keys")
        #expect(try await browser.text().contains("web shop"))
        let source = try await browser.evaluate("document.documentElement.outerHTML").text ?? ""
        #expect(source.contains(token) && !source.contains(secret))
        return OkiPaysClient(url: florin.url, token: token, secret: secret)
    }

    @Test func `a new server is set up, and its first invoice is paid`() async throws {
        let florin = try await FlorinProcess.start(["--sandbox", "--json"])
        try await start(florin)
        let merchant = try await makeMerchant(florin)
        let base = "\(florin.url)/cabinet/m/\(merchant)"
        try await browser.open("\(base)/overview")
        try await PageInspection(browser: browser).holds("cabinet-first-steps")
        try await addWallet(at: base)
        let client = try await makeKey(at: base, of: florin)
        let made = try await client.create(SandboxShop.order(1))
        let code = try #require(made.json["data"]["id"].text, "\(made.text)")
        try await browser.open("\(base)/invoices")
        #expect(try await browser.text(of: "tbody .status") == "Waiting")
        try await florin.json("sandbox", "pay", code)
        try await Patience.wait(for: "Paid in the list") {
            try await browser.open("\(base)/invoices")
            return try await browser.text(of: "tbody .status") == "Paid" ? () : nil
        }
        try await browser.click("tbody th a")
        try await browser.sees("Paid: the whole amount is confirmed.")
        try await browser.sees("was seen on Litecoin")
        #expect(try await browser.complaints().isEmpty)
        try await browser.click("form[action='/cabinet/sign-out'] button")
        try await browser.finds("[name=password]")
    }
}
