import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// A shop's side of the OkiPays API: signs and posts, with a `request_id` that grows.
package final class OkiPaysClient: Sendable {
    /// What the server answered.
    package struct Answer: Sendable {
        /// The HTTP status.
        package let status: Int
        /// The body as it came.
        package let text: String
        /// The body, or null where it is not JSON.
        package let json: JSONValue
        /// The error's code, or nil where there is none.
        package var code: Int? { json["code"].integer }
        /// The error's text in either shape.
        package var message: String { json["error"].text ?? json["message"].text ?? "" }
    }

    /// The server, without the path.
    package let url: String
    /// Who calls.
    package let token: String
    /// What the caller signs with.
    package let secret: String
    private let requestID: Mutex<Int>

    private static let answerBytesMax = 1 << 20

    /// A caller whose first `request_id` is behind a number.
    package init(url: String, token: String, secret: String, requestID: Int = 0) {
        self.url = url
        self.token = token
        self.secret = secret
        self.requestID = Mutex(requestID)
    }

    /// A caller with the keys that `florin merchant create --json` printed.
    package convenience init(url: String, created: JSONValue) throws {
        guard let token = created["okipays"]["token"].text,
            let secret = created["okipays"]["secret"].text
        else { throw RigError.malformed(method: "florin merchant create") }
        self.init(url: url, token: token, secret: secret)
    }

    /// A number larger than all before.
    package func nextRequestID() -> Int {
        requestID.withLock {
            $0 += 1
            return $0
        }
    }

    /// Opens an invoice; the fields besides `request_id`, which is added unless given.
    package func create(_ fields: [String: JSONValue]) async throws -> Answer {
        try await call("order/create", fields)
    }

    /// Asks for an invoice by the shop's own number.
    package func get(_ orderID: JSONValue) async throws -> Answer {
        try await call("order/get", ["order_id": orderID])
    }

    /// Signs and posts fields.
    package func call(_ path: String, _ fields: [String: JSONValue]) async throws -> Answer {
        var fields = fields
        if fields["request_id"] == nil {
            fields["request_id"] = .number(Decimal(nextRequestID()))
        }
        return try await post(.object(fields), to: path)
    }

    /// Signs and posts a body as it is.
    package func post(_ body: JSONValue, to path: String) async throws -> Answer {
        let data = try JSONEncoder().encode(body)
        return try await post(
            Array(data),
            to: path,
            headers: headers(sign: ShopSignature.sign(body, secret: secret))
        )
    }

    /// Posts bytes, signed over a text that the caller made of them.
    package func post(raw body: [UInt8], signing text: String, to path: String) async throws
        -> Answer
    {
        try await post(
            body,
            to: path,
            headers: headers(sign: ShopSignature.sha256(text + secret))
        )
    }

    /// The headers of an honest request.
    package func headers(sign: String) -> [(name: String, value: String)] {
        [
            ("content-type", "application/json"), ("X-Auth-Token", token), ("X-Auth-Sign", sign),
        ]
    }

    /// Posts bytes with headers, none added.
    package func post(
        _ body: [UInt8],
        to path: String,
        headers: [(name: String, value: String)]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(url)/v1/\(path)")
        request.method = .POST
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: Self.answerBytesMax)
        let data = Data(answer.readableBytesView)
        return Answer(
            status: Int(response.status.code),
            text: String(decoding: data, as: UTF8.self),
            json: (try? JSONDecoder().decode(JSONValue.self, from: data)) ?? .null
        )
    }
}
