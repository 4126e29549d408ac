/// A BIP32 extended public key: a point, a chain code and where both come from.
///
///     try ExtendedPublicKey(parsing: "xpub6…").child(0).serialized(version: 0x0488b21e)
///
/// It knows nothing of coins and addresses; `AccountKey` does. There is no private counterpart.
package struct ExtendedPublicKey: Sendable, Hashable {
    /// The version bytes it was read with, most significant first.
    package let version: UInt32
    /// How many derivations lie between the master key and this one.
    package let depth: UInt8
    /// The first four bytes of the parent's HASH160; zero for a master key.
    package let parentFingerprint: [UInt8]
    /// Its index below the parent; hardened from 2³¹ on.
    package let childNumber: UInt32
    let node: DerivationNode

    static let byteCount = 78
    private static let privateMarker: UInt8 = 0

    /// The 32 bytes that make children unpredictable from the key alone.
    package var chainCode: [UInt8] { node.chainCodeCopy }
    /// The compressed point.
    package var key: [UInt8] { node.compressed }
    /// The first four bytes of HASH160 of the key, by which children name it.
    package var fingerprint: [UInt8] { Array(Hash160.hash(key).prefix(4)) }

    /// Reads Base58Check text with any version that is not a private one.
    package init(parsing text: some StringProtocol) throws(KeyError) {
        switch Base58.check(text) {
        case .badCharacter: throw .badCharacter
        case .badChecksum: throw .badChecksum
        case .payload(let payload): try self.init(bytes: payload)
        }
    }

    private init(bytes: [UInt8]) throws(KeyError) {
        guard bytes.count == Self.byteCount else { throw .wrongLength(byteCount: bytes.count) }
        let version = Self.bigEndian(bytes[0..<4])
        let keyBytes = bytes[45...]
        guard !ExtendedKeyVersion.isPrivate(version), keyBytes.first != Self.privateMarker
        else { throw .privateKeyGiven(.extendedKey) }
        let fingerprint = Array(bytes[5..<9])
        let childNumber = Self.bigEndian(bytes[9..<13])
        // BIP32, test vector 5: a master key has no parent and no index.
        guard bytes[4] != 0 || (childNumber == 0 && fingerprint.allSatisfy { $0 == 0 })
        else { throw .masterKeyWithParent }
        // BIP32, test vector 5: the key must be a compressed point on the curve.
        guard let point = CurvePoint(compressed: keyBytes) else { throw .notOnCurve }
        self.init(
            version: version,
            depth: bytes[4],
            parentFingerprint: fingerprint,
            childNumber: childNumber,
            node: DerivationNode(point: point, chainCode: bytes[13..<45])
        )
    }

    init(
        version: UInt32,
        depth: UInt8,
        parentFingerprint: [UInt8],
        childNumber: UInt32,
        node: DerivationNode
    ) {
        self.version = version
        self.depth = depth
        self.parentFingerprint = parentFingerprint
        self.childNumber = childNumber
        self.node = node
    }

    /// The non-hardened child at an index below 2³¹; a greater index traps.
    package func child(_ index: UInt32) throws(KeyError) -> ExtendedPublicKey {
        guard depth < UInt8.max else { throw .tooDeep }
        return ExtendedPublicKey(
            version: version,
            depth: depth + 1,
            parentFingerprint: fingerprint,
            childNumber: index,
            node: try node.child(at: index)
        )
    }

    /// The Base58Check text under the given version bytes.
    package func serialized(version: UInt32) -> String {
        var bytes = Self.bigEndianBytes(version)
        bytes.append(depth)
        bytes += parentFingerprint
        bytes += Self.bigEndianBytes(childNumber)
        bytes += chainCode
        bytes += key
        return Base58.encodeChecked(bytes)
    }

    /// Whether all fields are the same.
    package static func == (left: ExtendedPublicKey, right: ExtendedPublicKey) -> Bool {
        left.version == right.version && left.depth == right.depth
            && left.parentFingerprint == right.parentFingerprint
            && left.childNumber == right.childNumber
            && left.chainCode == right.chainCode && left.key == right.key
    }

    /// Feeds the fields that tell keys apart.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(version)
        hasher.combine(depth)
        hasher.combine(childNumber)
        hasher.combine(key)
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func bigEndianBytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }
}
