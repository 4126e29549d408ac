import Crypto

/// SHA-256 applied twice: it names Bitcoin's blocks and transactions and guards Base58Check.
package enum DoubleSHA256 {
    /// The 32-byte digest, in the order it is computed and not the reversed one nodes print.
    package static func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var inner = SHA256()
        inner.update(data: Array(bytes))
        var outer = SHA256()
        unsafe inner.finalize().withUnsafeBytes { unsafe outer.update(bufferPointer: $0) }
        return Array(outer.finalize())
    }

    static func checksum(_ bytes: some Collection<UInt8>) -> [UInt8] {
        Array(hash(bytes).prefix(4))
    }
}
