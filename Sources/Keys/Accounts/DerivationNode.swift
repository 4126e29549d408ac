import Crypto

/// A point and a chain code: all that BIP32 needs to derive a non-hardened child.
///
/// It keeps the point parsed and the code as a ready HMAC key, so that a child costs one HMAC and
/// one curve operation. It knows neither its depth nor its parent; `ExtendedPublicKey` does.
struct DerivationNode: Sendable {
    static let chainCodeBytes = 32
    /// Children from here on need the private key.
    static let hardenedIndexFirst: UInt32 = 1 << 31

    let point: CurvePoint
    let compressed: [UInt8]
    private let chainCode: SymmetricKey

    init(point: CurvePoint, chainCode: some Sequence<UInt8>) {
        self.point = point
        self.compressed = point.compressed
        self.chainCode = SymmetricKey(data: Array(chainCode))
    }

    var chainCodeCopy: [UInt8] { unsafe chainCode.withUnsafeBytes { unsafe Array($0) } }

    /// The point of a child; an address needs no more.
    func childPoint(at index: UInt32) throws(KeyError) -> CurvePoint {
        let code = authenticationCode(of: index)
        guard let point = unsafe code.withUnsafeBytes({ unsafe childPoint(from: $0) })
        else { throw .noKeyAtIndex(index) }
        return point
    }

    func child(at index: UInt32) throws(KeyError) -> DerivationNode {
        let code = authenticationCode(of: index)
        guard let point = unsafe code.withUnsafeBytes({ unsafe childPoint(from: $0) })
        else { throw .noKeyAtIndex(index) }
        return DerivationNode(point: point, chainCode: code.suffix(Self.chainCodeBytes))
    }

    // BIP32: where the left half is not below the order of the curve, or the sum is infinity, the
    // index has no key and the next one is to be used.
    private func childPoint(from code: UnsafeRawBufferPointer) -> CurvePoint? {
        unsafe point.adding(tweak: UnsafeRawBufferPointer(rebasing: code.prefix(32)))
    }

    private func authenticationCode(of index: UInt32) -> HMAC<SHA512>.MAC {
        precondition(index < Self.hardenedIndexFirst, "a hardened child needs the private key")
        var data = compressed
        data.reserveCapacity(CurvePoint.compressedBytes + 4)
        for shift in [UInt32(24), 16, 8, 0] {
            data.append(UInt8(truncatingIfNeeded: index >> shift))
        }
        return HMAC<SHA512>.authenticationCode(for: data, using: chainCode)
    }
}
