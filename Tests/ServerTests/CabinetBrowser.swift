import AsyncHTTPClient
import Foundation
import Gateway
import NIOCore
import NIOHTTP1
import Payments
import Rigs
import Synchronization
import Testing

/// A browser with one cookie, which does not follow redirections.
final class CabinetBrowser: Sendable {
    struct Page {
        let status: Int
        let text: String
        let headers: HTTPHeaders

        var location: String? { headers.first(name: "location") }

        /// What the page's forms carry.
        var csrf: String? {
            text.firstMatch(of: /name="csrf" value="([^"]*)"/).map { String($0.1) }
        }

        /// The secret of a second factor, as it is shown for typing.
        var secret: String? {
            text.firstMatch(of: /class="secret">([A-Z2-7 ]+)</)
                .map { $0.1.filter { $0 != " " } }.map { String($0) }
        }

        var recoveryCodes: [String] {
            text.matches(of: /<li><code>([a-z0-9-]+)<\/code>/).map { String($0.1) }
        }
    }

    static let password = "correct horse battery"
    private static let bodyBytesMax = 4 * 1_024 * 1_024

    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(redirectConfiguration: .disallow)
    )

    let url: String
    private let cookie = Mutex("")

    init(_ url: String) { self.url = url }

    /// The cookie's value, and a way to steal or lose it.
    var token: String {
        get { cookie.withLock { $0 } }
        set { cookie.withLock { $0 = newValue } }
    }

    func get(_ path: String) async throws -> Page {
        try await send(HTTPClientRequest(url: url + path))
    }

    func post(
        _ path: String,
        _ fields: [String: String],
        headers: [String: String] = [:]
    ) async throws -> Page {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let body = fields.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }
            .joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: body))
        return try await send(request)
    }

    /// Posts with the token of the account page's forms.
    func postOwn(_ path: String, _ fields: [String: String] = [:]) async throws -> Page {
        let csrf = try #require(try await get("/cabinet/account").csrf)
        return try await post(path, fields.merging(["csrf": csrf]) { given, _ in given })
    }

    /// Goes through a one-time link, with a second factor; answers its secret and the last page.
    func start(
        _ link: String,
        named name: String
    ) async throws -> (secret: String, page: Page) {
        let path = String(link.dropFirst(url.count))
        let typed = try await post(
            path,
            ["step": "password", "name": name, "password": Self.password, "again": Self.password]
        )
        try #require(typed.status == 303, "\(typed.text)")
        let secret = try #require(try await get(path).secret)
        let page = try await post(path, ["step": "code", "code": Self.code(secret)])
        try #require(page.status == 200, "\(page.text)")
        return (secret, page)
    }

    /// The code that a phone shows, some steps from now.
    static func code(_ secret: String, later steps: Int64 = 0) throws -> String {
        let bytes = try #require(Base32.decoded(secret))
        let now = Instant(seconds: Int64(Date().timeIntervalSince1970))
        return TimeCode.code(secret: bytes, step: TimeCode.step(at: now) + steps)
    }

    private func send(_ request: HTTPClientRequest) async throws -> Page {
        var request = request
        let token = token
        if !token.isEmpty { request.headers.add(name: "cookie", value: "florin_session=\(token)") }
        let response = try await Self.client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: Self.bodyBytesMax)
        if let given = response.headers.first(name: "set-cookie")?.split(separator: ";").first {
            self.token = String(given.dropFirst("florin_session=".count))
        }
        return Page(
            status: Int(response.status.code),
            text: String(buffer: body),
            headers: response.headers
        )
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
