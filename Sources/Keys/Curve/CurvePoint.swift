import CSecp256k1

/// A point of secp256k1 other than infinity: a public key, already checked to be on the curve.
struct CurvePoint: Sendable {
    static let compressedBytes = 33
    static let uncompressedBytes = 65

    private var raw: secp256k1_pubkey

    /// Nil when the bytes are not a compressed point on the curve.
    init?(compressed bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.compressedBytes else { return nil }
        raw = secp256k1_pubkey()
        let context = CurveContext.shared
        guard
            unsafe secp256k1_ec_pubkey_parse(context.pointer, &raw, bytes, bytes.count) == 1
        else { return nil }
    }

    /// The point moved by the tweak times the generator.
    ///
    /// Nil when the tweak is not below the order of the curve or the sum is infinity.
    func adding(tweak: UnsafeRawBufferPointer) -> CurvePoint? {
        precondition(tweak.count == 32)
        guard let start = unsafe tweak.bindMemory(to: UInt8.self).baseAddress else { return nil }
        var moved = self
        let context = CurveContext.shared
        guard unsafe secp256k1_ec_pubkey_tweak_add(context.pointer, &moved.raw, start) == 1
        else { return nil }
        return moved
    }

    /// 02 or 03, then the x coordinate.
    var compressed: [UInt8] {
        serialized(Self.compressedBytes, flags: UInt32(SECP256K1_EC_COMPRESSED))
    }

    /// 04, then both coordinates.
    var uncompressed: [UInt8] {
        serialized(Self.uncompressedBytes, flags: UInt32(SECP256K1_EC_UNCOMPRESSED))
    }

    private func serialized(_ byteCount: Int, flags: UInt32) -> [UInt8] {
        let context = CurveContext.shared
        return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            var written = byteCount
            _ = unsafe withUnsafePointer(to: raw) { point in
                unsafe secp256k1_ec_pubkey_serialize(
                    context.pointer,
                    start,
                    &written,
                    point,
                    flags
                )
            }
            count = written
        }
    }
}
