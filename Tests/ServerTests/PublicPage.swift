import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Rigs

/// An answer of a running server to somebody who is not signed in.
struct PublicPage {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// Answers come as they were sent: not unpacked, and not from where a redirection leads.
    static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(redirectConfiguration: .disallow)
    )

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of a header, or nil.
    subscript(name: String) -> String? { headers.first(name: name) }

    static func get(
        _ path: String,
        of florin: FlorinProcess,
        gzip: Bool = false
    ) async throws -> PublicPage {
        var request = HTTPClientRequest(url: florin.url + path)
        if gzip { request.headers.add(name: "accept-encoding", value: "gzip, deflate, br") }
        let response = try await client.execute(request, timeout: .seconds(30))
        return PublicPage(
            status: Int(response.status.code),
            headers: response.headers,
            body: Array(buffer: try await response.body.collect(upTo: 1 << 22))
        )
    }

    /// What a page loads: its style sheets, scripts and pictures.
    var loaded: [String] {
        let tags = text.matches(of: /<(?:link|script|img)\b[^>]*>/).map { String($0.output) }
        return tags.compactMap { tag in
            tag.firstMatch(of: /\b(?:href|src)="([^"]*)"/).map { String($0.1) }
        }.map { $0.replacing("&amp;", with: "&") }.filter { !$0.hasPrefix("data:") }
    }
}
