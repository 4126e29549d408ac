/// A block in the bytes that nodes exchange.
///
/// The header is read at once; the transactions are walked when somebody asks for matches. What a
/// Litecoin block carries behind its transactions (the MWEB extension block) is not looked into:
/// what leaves MWEB to an ordinary address is an output of the block's last transaction.
struct RawBlock {
    /// An output that pays to a watched script.
    struct Match: Hashable {
        /// The transaction's id as nodes print it.
        let txid: String
        /// The output's number.
        let index: UInt32
        /// Smallest units.
        let value: UInt64
        /// The script it pays to.
        let script: [UInt8]
    }

    /// The first eighty bytes.
    let header: BlockHeader
    /// Everything.
    let bytes: [UInt8]
    private let rules: BlockRules

    /// Reads the header only.
    init(_ bytes: [UInt8], rules: BlockRules) throws(ChainError) {
        var reader = ByteReader(bytes, subject: "block")
        header = try BlockHeader(reading: &reader)
        self.bytes = bytes
        self.rules = rules
    }

    /// Every output that pays to a watched script, in the order of the block.
    ///
    /// `checksRoot`: Whether the transactions are held against the header, which costs two hashes
    ///   each. Witnesses are not among what the root holds, and nothing is read from them.
    func matches(
        in watched: WatchedSet,
        checksRoot: Bool = false
    ) throws(ChainError) -> [Match] {
        var reader = ByteReader(bytes, subject: "block")
        _ = try reader.range(of: BlockHeader.byteCount)
        if rules.hasAuxiliaryProofs, AuxiliaryProof.isAnnounced(by: header) {
            try AuxiliaryProof.skip(&reader)
        }
        let count = try reader.count(ofAtLeast: RawTransaction.byteCountMin)
        guard count > 0 else { throw reader.malformed("has no transactions") }
        var matches: [Match] = []
        var hashes: [[UInt8]] = []
        var endsInMWEB = false
        for number in 1...count {
            let transaction = try RawTransaction(
                reading: &reader,
                at: .block,
                rules: rules,
                watched: watched
            )
            matches += self.matches(of: transaction)
            if checksRoot { hashes.append(transaction.hash(in: bytes)) }
            guard transaction.isHogEx else { continue }
            // LIP-0003: it is the last one, and a byte says whether an extension block follows.
            guard number == count, number > 1, let marker = reader.next, marker <= 1 else {
                throw reader.malformed("has a misplaced MWEB transaction")
            }
            endsInMWEB = true
        }
        if !endsInMWEB { try reader.finish() }
        if checksRoot, MerkleTree.root(of: hashes) != header.merkleRoot {
            throw reader.malformed("has other transactions than its header says")
        }
        return matches
    }

    private func matches(of transaction: RawTransaction) -> [Match] {
        if transaction.outputs.isEmpty { return [] }
        let txid = transaction.txid(in: bytes)
        return transaction.outputs.map { output in
            Match(
                txid: txid,
                index: output.index,
                value: output.value,
                script: Array(bytes[output.script])
            )
        }
    }
}
