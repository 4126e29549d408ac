/// Proof of work done on another chain (AuxPoW), which stands between header and transactions.
///
/// As Namecoin introduced it and Dogecoin has it since block 371337: the parent chain's coinbase
/// transaction, the parent block's hash, the branch from the transaction to the parent's root, the
/// branch from the block to the root in the transaction, and the parent's header. It has no length
/// of its own. It is walked over and not checked: whoever names the block answers for its work.
enum AuxiliaryProof {
    /// The bit of a block's version that announces it.
    private static let versionFlag: UInt32 = 0x100

    static func isAnnounced(by header: BlockHeader) -> Bool {
        header.version & versionFlag != 0
    }

    static func skip(_ reader: inout ByteReader) throws(ChainError) {
        // The parent pays its own miner, so nothing in it may match.
        let nothing = WatchedSet(seed: 0)
        _ = try RawTransaction(reading: &reader, at: .block, rules: .plain, watched: nothing)
        _ = try reader.range(of: hashBytes)
        try skipBranch(&reader)
        try skipBranch(&reader)
        _ = try reader.range(of: BlockHeader.byteCount)
    }

    private static let hashBytes = 32

    /// The hashes beside the way up, and a number that says on which side each is.
    private static func skipBranch(_ reader: inout ByteReader) throws(ChainError) {
        let count = try reader.count(ofAtLeast: hashBytes)
        _ = try reader.range(of: count * hashBytes)
        _ = try reader.integer(UInt32.self)
    }
}
