import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Rigs

/// An open page's line to a running server, as a browser's event source reads it.
final class LiveStream {
    let status: Int
    let headers: HTTPHeaders
    private var parts: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    /// `from`: The client's address, as a proxy on this machine tells it.
    static func open(
        _ url: String,
        lastEventID: String? = nil,
        from address: String? = nil,
        by client: HTTPClient = .shared
    ) async throws -> LiveStream {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "accept", value: "text/event-stream")
        request.headers.add(name: "accept-encoding", value: "gzip")
        if let lastEventID { request.headers.add(name: "last-event-id", value: lastEventID) }
        if let address { request.headers.add(name: "x-forwarded-for", value: address) }
        return LiveStream(try await client.execute(request, timeout: .seconds(120)))
    }

    private init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        headers = response.headers
        parts = response.body.makeAsyncIterator()
    }

    /// The version of the next change; nil where the server ends the line.
    func change() async throws -> String? {
        while true {
            while let end = text.range(of: "\n\n") {
                let block = text[..<end.lowerBound].split(separator: "\n")
                text.removeSubrange(..<end.upperBound)
                guard block.contains("event: standing") else { continue }
                let data = block.first { $0.hasPrefix("data: ") }
                return data.map { String($0.dropFirst(6)) }
            }
            guard let part = try await parts.next(isolation: #isolation) else { return nil }
            text += String(buffer: part)
        }
    }
}
