import Crypto

/// The signature of OnchainPay: HMAC-SHA256 over a body's exact bytes (API contract A1).
///
/// The key is the secret's text as it stands, also where it looks like Base64. One space more in
/// the body is another signature, so whoever checks one does it before reading the body, and never
/// over a body written anew. Unlike the signature of OkiPays, no two bodies share one. It covers
/// neither the path nor the time: the body's `nonce` is what keeps a request from being repeated.
package enum OnchainPaySignature {
    /// Lower-case hex of 64 digits.
    package static func sign(_ body: [UInt8], secret: String) -> String {
        DigestHex.text(of: code(of: body, secret: secret))
    }

    /// Whether the header's text is the signature, in digits of either case.
    ///
    /// A text that is not 64 hex digits is no match, not an error. The bytes are compared in full,
    /// so the duration does not tell how much of a guess was right.
    package static func matches(_ given: String, body: [UInt8], secret: String) -> Bool {
        guard let given = DigestHex.bytes(of: given) else { return false }
        return ConstantTime.areEqual(code(of: body, secret: secret), given)
    }

    private static func code(of body: [UInt8], secret: String) -> [UInt8] {
        let key = SymmetricKey(data: Array(secret.utf8))
        return Array(HMAC<SHA256>.authenticationCode(for: body, using: key))
    }
}
