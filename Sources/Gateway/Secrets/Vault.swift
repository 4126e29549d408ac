import Crypto
import FoundationEssentials
package import Payments

/// Seals merchants' API secrets with the master key (AES-256-GCM), bound to the key they belong to.
///
/// A sealed secret copied to another key's row does not open.
package struct Vault: Sendable {
    /// Why a sealed secret does not open.
    package enum Failure: Error, Hashable, Sendable {
        /// It was sealed with another master key or for another API key, or it is damaged.
        case doesNotOpen
    }

    /// The length of a master key.
    package static let masterKeyBytes = 32

    private let key: SymmetricKey

    /// Takes a master key of 32 bytes; another length is a programmer's error and traps.
    package init(masterKey: [UInt8]) {
        precondition(masterKey.count == Self.masterKeyBytes, "a master key has 32 bytes")
        key = SymmetricKey(data: masterKey)
    }

    /// Encrypts a secret for an API key.
    package func seal(_ secret: SecretText, for id: APIKeyID) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(
            Array(secret.revealed().utf8),
            using: key,
            authenticating: Array(id.text.utf8)
        )
        guard let combined = sealed.combined else { throw Failure.doesNotOpen }
        return Array(combined)
    }

    /// Decrypts the secret of an API key.
    package func open(_ sealed: [UInt8], of id: APIKeyID) throws(Failure) -> SecretText {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed))
            let opened = try AES.GCM.open(box, using: key, authenticating: Array(id.text.utf8))
            return SecretText(String(decoding: opened, as: UTF8.self))
        } catch {
            throw .doesNotOpen
        }
    }
}
