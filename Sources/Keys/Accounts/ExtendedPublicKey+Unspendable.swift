import Crypto

extension ExtendedPublicKey {
    /// How much entropy an unspendable key takes.
    package static let unspendableEntropyBytes = 64
    private static let accountDepth: UInt8 = 3
    /// Half of all x coordinates are on the curve, so this is never reached.
    private static let attemptsMax = 256

    /// An account key for sandboxes that nobody ever had a private key of.
    ///
    /// Half of the 64 bytes becomes the chain code; the other half is hashed until it is the x
    /// coordinate of a point. What is paid to its addresses on a real chain is lost.
    package static func unspendable(entropy: [UInt8]) -> ExtendedPublicKey {
        precondition(entropy.count == unspendableEntropyBytes, "64 bytes of entropy are needed")
        var coordinate = Array(entropy.suffix(32))
        for _ in 0..<attemptsMax {
            if let point = CurvePoint(compressed: [0x02] + coordinate) {
                return ExtendedPublicKey(
                    version: ExtendedKeyVersion.xpub.number,
                    depth: accountDepth,
                    parentFingerprint: [0, 0, 0, 0],
                    childNumber: DerivationNode.hardenedIndexFirst,
                    node: DerivationNode(point: point, chainCode: entropy.prefix(32))
                )
            }
            coordinate = Array(SHA256.hash(data: coordinate))
        }
        preconditionFailure("no point in \(attemptsMax) attempts")
    }

    /// The version that gives keys of this kind on a chain; nil where the two do not go together.
    package static func version(for kind: ScriptKind, format: AddressFormat) -> UInt32? {
        guard kind.isWritten(by: format.family) else { return nil }
        let isMain = format.chain == .main
        let version: ExtendedKeyVersion =
            switch kind {
            case .p2pkh where format.family == .dogecoin && isMain: .dgub
            case .p2pkh: isMain ? .xpub : .tpub
            case .p2shP2wpkh: isMain ? .ypub : .upub
            case .p2wpkh: isMain ? .zpub : .vpub
            case .account: .xpub
            }
        return version.number
    }
}
