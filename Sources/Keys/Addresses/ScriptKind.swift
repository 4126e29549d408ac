/// What an account's addresses pay to.
package enum ScriptKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// The hash of a public key, as since the beginning (BIP44 accounts).
    case p2pkh
    /// A witness program wrapped in a script hash (BIP49 accounts).
    case p2shP2wpkh = "p2sh-p2wpkh"
    /// A native witness program (BIP84 accounts).
    case p2wpkh
    /// A 20-byte account of an EVM chain or Tron.
    case account

    /// Whether a family has addresses of this kind.
    func isWritten(by family: AddressFormat.Family) -> Bool {
        switch family {
        case .bitcoin, .litecoin: self != .account
        case .dogecoin, .bitcoincash: self == .p2pkh
        case .evm, .tron: self == .account
        }
    }

    /// What chain sources compare for the address of a public key.
    func matchBytes(of point: CurvePoint) -> [UInt8] {
        switch self {
        case .p2pkh:
            return OutputScript.publicKeyHash(Hash160.hash(point.compressed)).bytes
        case .p2shP2wpkh:
            return OutputScript.scriptHash(Hash160.hash(Self.witnessScript(of: point))).bytes
        case .p2wpkh:
            return Self.witnessScript(of: point)
        case .account:
            return Array(Keccak256.hash(point.uncompressed.dropFirst()).suffix(20))
        }
    }

    private static func witnessScript(of point: CurvePoint) -> [UInt8] {
        let hash = Hash160.hash(point.compressed)
        return OutputScript.witness(SegwitAddress.Program(version: 0, bytes: hash)).bytes
    }
}
