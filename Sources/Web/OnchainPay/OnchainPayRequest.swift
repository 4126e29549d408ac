import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments
import Wire

/// A call whose maker is proved: key known, signature over the exact bytes right, nonce there.
struct OnchainPayRequest {
    /// The longest nonce, in characters.
    static let nonceLengthMax = 128
    /// The longest public key that is looked up.
    private static let keyBytesMax = 256

    let caller: Caller
    let fields: OnchainPayFields
    let proof: RequestProof

    /// What came in, before anything of it is believed.
    struct Received {
        let publicKey: String?
        let signature: String?
        let bytes: [UInt8]
    }

    /// Reads the headers and the exact bytes of a request.
    static func receive(_ request: Request) async throws -> Received {
        let bytesMax = JSONLimits.onchainPayRequest.bytesMax
        do {
            let buffer = try await request.body.collect(upTo: bytesMax)
            return Received(
                publicKey: header("x-api-public-key", of: request),
                signature: header("x-api-signature", of: request),
                bytes: Array(buffer.readableBytesView)
            )
        } catch is NIOTooManyBytesError {
            throw OnchainPayFault.bodyTooLarge(bytesMax: bytesMax)
        }
    }

    /// The single value of a header; several are as good as none, since it is not clear which one
    /// was meant.
    private static func header(_ name: String, of request: Request) -> String? {
        guard let field = HTTPField.Name(name) else { return nil }
        let values = request.headers[values: field]
        return values.count == 1 ? values.first : nil
    }

    /// Whoever the public key belongs to, or nil.
    static func caller(of received: Received, by desk: MerchantDesk) async throws -> Caller? {
        guard let key = received.publicKey, !key.isEmpty, key.utf8.count <= keyBytesMax else {
            return nil
        }
        return try await desk.caller(with: APIKeyID(key), in: .onchainpay)
    }

    /// Proves a request (API contract A1), or says what is wrong with it.
    ///
    /// `use`: What the method does.
    /// `address`: Where the call comes from.
    static func prove(
        _ received: Received,
        for use: KeyUse,
        from address: String,
        by desk: MerchantDesk
    ) async throws -> OnchainPayRequest {
        guard received.publicKey != nil else {
            throw OnchainPayFault.unauthorized("The header x-api-public-key is needed, once")
        }
        guard let caller = try await caller(of: received, by: desk) else {
            throw OnchainPayFault.unauthorized("x-api-public-key is not known")
        }
        guard let signature = received.signature else {
            throw OnchainPayFault.unauthorized("The header x-api-signature is needed, once")
        }
        guard
            OnchainPaySignature.matches(
                signature,
                body: received.bytes,
                secret: caller.secret.revealed()
            )
        else { throw OnchainPayFault.badSignature }
        // Only now: a stranger learns nothing about where and for what a key is accepted.
        if let refusal = caller.refusal(of: use, from: address) {
            throw OnchainPayFault.forbidden(refusal)
        }
        let fields = try OnchainPayFields(parsing: received.bytes)
        return OnchainPayRequest(
            caller: caller,
            fields: fields,
            proof: .nonce(try nonce(in: fields))
        )
    }

    /// The nonce as text: `5` and `"5"` are the same one.
    private static func nonce(in fields: OnchainPayFields) throws(OnchainPayFault) -> String {
        let text: String
        switch fields["nonce"] {
        case nil: throw .badNonce("nonce is required")
        case .string(let value): text = value
        case .number(let number): text = number.text
        default: throw .badNonce("nonce must be a number or a string")
        }
        guard !text.isEmpty, text.count <= nonceLengthMax, text.utf8.count <= nonceLengthMax * 4
        else {
            throw .badNonce("nonce must have 1 to \(nonceLengthMax) characters")
        }
        return text
    }
}
