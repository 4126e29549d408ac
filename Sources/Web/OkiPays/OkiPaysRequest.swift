import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments
import Wire

/// A private request whose maker is proved: token known, body well-formed, signature right.
struct OkiPaysRequest {
    /// The largest body.
    static let bodyBytesMax = 64 * 1_024
    /// How far a time used as `request_id` may be ahead of ours, in seconds.
    static let aheadSecondsMax: Int64 = 600

    let caller: Caller
    let body: JSONValue
    let proof: RequestProof

    /// Proves a request (API contract B1), or says what is wrong with it.
    ///
    /// `use`: What the call does.
    /// `address`: Where it comes from.
    static func prove(
        _ request: Request,
        for use: KeyUse,
        from address: String,
        by desk: MerchantDesk,
        at now: Instant
    ) async throws -> OkiPaysRequest {
        let token = try header("X-Auth-Token", of: request)
        guard let token, !token.isEmpty, token.utf8.count <= 256,
            let caller = try await desk.caller(with: APIKeyID(token), in: .okipays)
        else { throw OkiPaysFault.badCredentials }
        let bytes = try await bytes(of: request)
        guard let sign = try header("X-Auth-Sign", of: request) else {
            throw OkiPaysFault.badSignature
        }
        let body = try parse(bytes)
        guard OkiPaysSignature.matches(sign, body: body, secret: caller.secret.revealed()) else {
            throw OkiPaysFault.badSignature
        }
        // Only now: a stranger learns nothing about where and for what a key is accepted.
        if let refusal = caller.refusal(of: use, from: address) {
            throw OkiPaysFault.forbidden(refusal)
        }
        let requestID = try requestID(in: body, at: now)
        return OkiPaysRequest(
            caller: caller,
            body: body,
            proof: .numbered(requestID, signature: sign.lowercased())
        )
    }

    /// The single value of a header; several are as good as none, since it is not clear which one
    /// was meant.
    private static func header(_ name: String, of request: Request) throws -> String? {
        guard let field = HTTPField.Name(name) else { return nil }
        let values = request.headers[values: field]
        if values.count > 1 { throw OkiPaysFault.badCredentials }
        return values.first
    }

    private static func bytes(of request: Request) async throws -> [UInt8] {
        do {
            let buffer = try await request.body.collect(upTo: bodyBytesMax)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw OkiPaysFault.bodyTooLarge(bytesMax: bodyBytesMax)
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(OkiPaysFault) -> JSONValue {
        let body: JSONValue
        do {
            body = try JSONValue.parse(bytes)
        } catch {
            throw .badBody(error.message)
        }
        guard body.object != nil else { throw .badBody("must be a JSON object") }
        return body
    }

    /// 1…2⁶³−1; a value that looks like a time must not lie in the future, because a forged
    /// request moves digits of the price in front of it (vectors K8 and K9).
    private static func requestID(
        in body: JSONValue,
        at now: Instant
    ) throws(OkiPaysFault) -> Int64 {
        let value: Int64?
        switch body["request_id"] {
        case nil, .null: throw .requestIDRequired
        case .number(let number): value = number.integer
        case .string(let text):
            let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            value = isPlain ? Int64(text) : nil
        default: value = nil
        }
        guard let value, value >= 1 else {
            throw .badField("request_id", .wrongType(expected: "an integer from 1 to 2^63-1"))
        }
        let limit = now.seconds + aheadSecondsMax
        let isAhead =
            value >= 1_000_000_000_000
            ? value / 1_000 > limit : value >= 1_000_000_000 && value > limit
        if isAhead {
            throw .badField("request_id", .outOfRange("is a time too far in the future"))
        }
        return value
    }
}
