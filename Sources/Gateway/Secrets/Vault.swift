import Crypto
import FoundationEssentials
package import Payments

/// Seals secrets with the master key (AES-256-GCM), each bound to what it belongs to.
///
/// A sealed secret copied to another key's or another user's row does not open.
package struct Vault: Sendable {
    /// Why a sealed secret does not open.
    package enum Failure: Error, Hashable, Sendable {
        /// It was sealed with another master key or for something else, or it is damaged.
        case doesNotOpen
    }

    /// The length of a master key.
    package static let masterKeyBytes = 32

    private let key: SymmetricKey
    private let digestKey: SymmetricKey

    /// Takes a master key of 32 bytes; another length is a programmer's error and traps.
    package init(masterKey: [UInt8]) {
        precondition(masterKey.count == Self.masterKeyBytes, "a master key has 32 bytes")
        key = SymmetricKey(data: masterKey)
        digestKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key,
            info: Array("florin digest".utf8),
            outputByteCount: Self.masterKeyBytes
        )
    }

    /// Encrypts a secret for an API key.
    package func seal(_ secret: SecretText, for id: APIKeyID) throws -> [UInt8] {
        try seal(secret, boundTo: id.text)
    }

    /// Decrypts the secret of an API key.
    package func open(_ sealed: [UInt8], of id: APIKeyID) throws(Failure) -> SecretText {
        try open(sealed, boundTo: id.text)
    }

    /// Encrypts a secret that opens for the same text only.
    package func seal(_ secret: SecretText, boundTo text: String) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(
            Array(secret.revealed().utf8),
            using: key,
            authenticating: Array(text.utf8)
        )
        guard let combined = sealed.combined else { throw Failure.doesNotOpen }
        return Array(combined)
    }

    /// Decrypts a secret that was sealed for a text.
    package func open(_ sealed: [UInt8], boundTo text: String) throws(Failure) -> SecretText {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed))
            let opened = try AES.GCM.open(box, using: key, authenticating: Array(text.utf8))
            return SecretText(String(decoding: opened, as: UTF8.self))
        } catch {
            throw .doesNotOpen
        }
    }

    /// What a short secret is known by: without the master key nobody can try them all.
    package func digest(of secret: SecretText, boundTo text: String) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: Array("\(text) \(secret.revealed())".utf8),
                using: digestKey
            )
        )
    }
}
