import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
package import NIOHTTP1

/// A shop's side of the OnchainPay API: signs the bytes that it sends, and posts them.
///
///     let caller = try OnchainPayCaller(url: florin.url, created: created)
///     let answer = try await caller.call("make-invoice", ["currency": "USD", "amount": "10"])
///     let raw = try await caller.post(#"{"nonce":1}"#, to: "get-invoices")
package struct OnchainPayCaller: Sendable {
    /// What the server answered.
    package struct Answer: Sendable {
        /// The HTTP status.
        package let status: Int
        /// The body as it came.
        package let text: String
        /// The body, or null where it is not JSON.
        package let json: JSONValue
        /// What is inside the envelope of a success.
        package var response: JSONValue { json["response"] }
        /// Whether the envelope is that of a success.
        package var isSuccess: Bool { status == 200 && json["success"] == true }
        /// The error's code, or nil where there is none.
        package var code: Int? { json["error"]["code"].integer }
        /// The error's name.
        package var name: String { json["error"]["name"].text ?? "" }
        /// The error's text.
        package var message: String { json["error"]["message"].text ?? "" }
    }

    /// The server, without the path.
    package let url: String
    /// Who calls.
    package let publicKey: String
    /// What the caller signs with.
    package let privateKey: String

    private static let answerBytesMax = 8 << 20
    private static let connectionsMax = 128

    /// Lets a hundred calls be made at once, where the shared client lets eight.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsMax
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// A caller with a key pair.
    package init(url: String, publicKey: String, privateKey: String) {
        self.url = url
        self.publicKey = publicKey
        self.privateKey = privateKey
    }

    /// A caller with the keys that `florin merchant create --json` printed.
    package init(url: String, created: JSONValue) throws {
        guard let publicKey = created["onchainpay"]["publicKey"].text,
            let privateKey = created["onchainpay"]["privateKey"].text
        else { throw RigError.malformed(method: "florin merchant create") }
        self.init(url: url, publicKey: publicKey, privateKey: privateKey)
    }

    /// Signs and posts fields, with a nonce of its own unless one is given.
    package func call(_ method: String, _ fields: [String: JSONValue] = [:]) async throws -> Answer
    {
        var fields = fields
        if fields["nonce"] == nil { fields["nonce"] = .string(UUID().uuidString.lowercased()) }
        return try await post(Array(try JSONEncoder().encode(fields)), to: method)
    }

    /// Signs and posts a text exactly as it is.
    package func post(_ body: String, to method: String) async throws -> Answer {
        try await post(Array(body.utf8), to: method)
    }

    /// Signs and posts bytes exactly as they are.
    package func post(_ body: [UInt8], to method: String) async throws -> Answer {
        try await send(body, to: method, headers: headers(signature: sign(body)))
    }

    /// Lower-case hex of HMAC-SHA256 over the bytes, with the private key as the text it is.
    package func sign(_ body: [UInt8]) -> String {
        let key = SymmetricKey(data: Data(privateKey.utf8))
        return HMAC<SHA256>.authenticationCode(for: body, using: key).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// The headers of an honest request.
    package func headers(signature: String) -> [(name: String, value: String)] {
        [
            ("content-type", "application/json"), ("x-api-public-key", publicKey),
            ("x-api-signature", signature),
        ]
    }

    /// Sends bytes with headers, none added, to a path below `/api-gateway`.
    package func send(
        _ body: [UInt8],
        to method: String,
        headers: [(name: String, value: String)],
        by verb: HTTPMethod = .POST
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(url)/api-gateway/\(method)")
        request.method = verb
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await Self.http.execute(request, timeout: .seconds(60))
        let answer = try await response.body.collect(upTo: Self.answerBytesMax)
        let data = Data(answer.readableBytesView)
        return Answer(
            status: Int(response.status.code),
            text: String(decoding: data, as: UTF8.self),
            json: (try? JSONDecoder().decode(JSONValue.self, from: data)) ?? .null
        )
    }

    /// Whether a callback's headers name this key and sign exactly its body.
    package func isGenuine(_ callback: ShopServer.Callback) -> Bool {
        callback.headers["x-api-public-key"] == publicKey
            && callback.headers["x-api-signature"] == sign(Array(callback.body.utf8))
    }
}
