import Keys

/// The tree of hashes by which a block's header holds its transactions.
enum MerkleTree {
    /// The root over hashes in their computed order, or nil where there is none to speak of.
    ///
    /// CVE-2012-2459: a list whose end is repeated has the root of the list without the
    /// repetition, so two equal neighbours are refused.
    static func root(of leaves: [[UInt8]]) -> [UInt8]? {
        guard !leaves.isEmpty else { return nil }
        var row = leaves
        while row.count > 1 {
            var above: [[UInt8]] = []
            above.reserveCapacity((row.count + 1) / 2)
            for left in stride(from: 0, to: row.count, by: 2) {
                let isAlone = left + 1 == row.count
                let right = isAlone ? row[left] : row[left + 1]
                guard isAlone || row[left] != right else { return nil }
                above.append(DoubleSHA256.hash(row[left] + right))
            }
            row = above
        }
        return row[0]
    }
}
