import CNettle
import Crypto

/// RIPEMD-160 of SHA-256: the 20 bytes by which Bitcoin-like chains name a key or a script.
package enum Hash160 {
    static let byteCount = 20

    /// The 20-byte digest of the bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var context = ripemd160_ctx()
        unsafe nettle_ripemd160_init(&context)
        unsafe SHA256.hash(data: bytes).withUnsafeBytes { inner in
            let start = unsafe inner.bindMemory(to: UInt8.self).baseAddress
            unsafe nettle_ripemd160_update(&context, inner.count, start)
        }
        return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            unsafe nettle_ripemd160_digest(&context, byteCount, buffer.baseAddress)
            count = byteCount
        }
    }
}
