/// A txid in 32 bytes instead of 64 characters, because a mempool holds hundreds of thousands.
struct TransactionKey: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Nil unless the text is 64 hexadecimal digits.
    init?(_ txid: String) {
        guard let bytes = HexText.bytes(of: txid), bytes.count == 32 else { return nil }
        func word(_ first: Int) -> UInt64 {
            bytes[first..<(first + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(8), word(16), word(24))
    }

    static func == (left: TransactionKey, right: TransactionKey) -> Bool {
        left.words == right.words
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
