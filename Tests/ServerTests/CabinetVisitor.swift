import AsyncHTTPClient
import Crypto
import Foundation
import Gateway
import NIOCore
import NIOHTTP1
import Payments
import Rigs
import Storage
import Testing

/// Somebody signed in to the cabinet of a running server, without having typed a password: his
/// account and session are written into its database.
struct CabinetVisitor {
    struct Answer {
        let status: Int
        let text: String
        let headers: HTTPHeaders

        var location: String? { headers.first(name: "location") }
    }

    private static let bodyBytesMax = 8 * 1_024 * 1_024

    let url: String
    let token: String

    /// What the session's forms carry.
    var csrf: String {
        SHA256.hash(data: Data("florin form \(token)".utf8))
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// An owner without roles, or somebody with a role for each of some merchants.
    static func enter(
        _ florin: FlorinProcess,
        as roles: [MerchantID: Role] = [:],
        named name: String = "visitor"
    ) async throws -> CabinetVisitor {
        let store = try Store(sqlitePath: "\(florin.data)/florin.db")
        let token = UUID().uuidString
        let now = Instant(seconds: Int64(Date().timeIntervalSince1970))
        try await store.write { transaction in
            let user = User(
                id: UserID("u_\(UUID().uuidString)"),
                name: name,
                isOwner: roles.isEmpty,
                roles: roles,
                createdAt: now
            )
            let credential = CredentialRecord(
                passwordHash: "none",
                sealedTOTP: nil,
                totpStepLast: 0
            )
            guard try transaction.add(user, with: credential) else { return }
            try transaction.add(
                SessionRecord(
                    digest: Array(SHA256.hash(data: Data(token.utf8))),
                    user: user.id,
                    isComplete: true,
                    address: "127.0.0.1",
                    agent: "test",
                    createdAt: now,
                    seenAt: now,
                    // A sandbox's clock may be put forward.
                    expiresAt: now.advanced(bySeconds: 86_400 * 365)
                )
            )
        }
        return CabinetVisitor(url: florin.url, token: token)
    }

    func get(_ path: String) async throws -> Answer {
        try await send(HTTPClientRequest(url: url + path))
    }

    /// Posts a form with the session's own token.
    func post(_ path: String, _ fields: [String: String] = [:]) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        let body = fields.merging(["csrf": csrf]) { given, _ in given }
            .map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: body))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        var request = request
        request.headers.add(name: "cookie", value: "florin_session=\(token)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: Self.bodyBytesMax)
        return Answer(
            status: Int(response.status.code),
            text: String(buffer: body),
            headers: response.headers
        )
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
