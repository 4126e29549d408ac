import Keys

/// Ids of simulated blocks and transactions: 64 hexadecimal digits that look like chance.
struct SimulatedHash: Sendable, Hashable {
    private let prefix: [UInt8]

    private static let digits = Array("0123456789abcdef".utf8)

    init(network: String, seed: UInt64) {
        prefix = Array("florin/\(network)/\(seed)/".utf8)
    }

    /// The hash of a block.
    ///
    /// A branch holds at most one block of a height, so the parent need not be hashed in, and a
    /// block's hash is known without those of the blocks before it.
    func block(height: UInt64, branch: UInt64) -> String { text("block/\(height)/\(branch)") }

    /// The id of the transaction that was made as number so and so.
    func transaction(_ number: UInt64) -> String { text("transaction/\(number)") }

    /// The 20-byte account of somebody nobody watches.
    func strangerAccount(_ number: UInt64) -> [UInt8] {
        Array(Keccak256.hash(prefix + Array("stranger/\(number)".utf8)).prefix(20))
    }

    private func text(_ what: String) -> String {
        let bytes = Keccak256.hash(prefix + Array(what.utf8))
        let characters = bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
        return String(decoding: characters, as: UTF8.self)
    }
}
