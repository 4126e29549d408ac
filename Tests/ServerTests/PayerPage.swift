import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Payments
import Rigs
import Testing

/// The page of an invoice as its payer's browser has it, without scripts.
struct PayerPage {
    /// What the page says of a transaction, in the words of the English page.
    enum Words: String {
        case looking = "We are looking for it."
        case arrived = "It has arrived and counts: "
        case seen = "It was found: "
        case gone = "This transaction was replaced or dropped"
        case replaced = "Another transaction took its place on "
        case failed = "and moved no coins"
        case wrongToken = "It brought a token that cannot be paid with here"
        case wrongNetwork = "which is not the network that was chosen"
        case notThisInvoice = "it does not pay an address of this invoice"
        case outOfReach = "The network cannot be asked right now."
        case unknown = "No network knows it yet."
        case malformed = "This is no transaction hash"
        case tooMany = "No more transactions can be checked"
        case later = "Many questions are being asked"
    }

    struct Answer {
        let status: Int
        let text: String
        /// Where the browser was sent to.
        let location: String?
    }

    let url: String
    let code: String

    func show(_ query: String = "") async throws -> Answer {
        try await send(HTTPClientRequest(url: "\(url)/checkout/\(code)\(query)"))
    }

    /// Pastes a text into the field and presses the button.
    func ask(
        _ text: String,
        _ more: String = "",
        from client: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(url)/checkout/\(code)/help")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        if let client { request.headers.add(name: "X-Forwarded-For", value: client) }
        let typed = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        request.body = .bytes(ByteBuffer(string: "txid=\(typed)\(more)"))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: Int(response.status.code),
            text: String(buffer: body),
            location: response.history.first?.responseHead.headers.first(name: "location")
        )
    }

    /// Asks, and loads the page until it says something of the transaction.
    @discardableResult
    func says(_ words: Words, of txid: String, in florin: FlorinProcess) async throws -> Answer {
        let asked = try await ask(txid)
        #expect(asked.location == "/checkout/\(code)#help")
        return try await waits(for: words, of: txid, in: florin)
    }

    @discardableResult
    func waits(
        for words: Words,
        of txid: String,
        in florin: FlorinProcess
    ) async throws -> Answer {
        let digits = try #require(TransactionHash(pasted: txid)).digits
        return try await Patience.wait(
            for: "\"\(words.rawValue)\" of \(txid)",
            atMost: .seconds(60),
            instead: {
                let text = (try? await show())?.text ?? ""
                return text.components(separatedBy: "id=\"help\"").last ?? florin.outputEnd
            }
        ) {
            let page = try await show()
            // What stands between this transaction and the next one.
            let parts = page.text.components(separatedBy: "<div class=\"answer\">")
            let told = parts.dropFirst().first { $0.contains("\(digits)</code>") } ?? ""
            return told.contains(words.rawValue) ? page : nil
        }
    }
}
