import Foundation

extension EVMNode {
    /// What the chain says of blocks that cannot be undone.
    package enum Finality: Sendable, Hashable {
        /// The tags `finalized` and `safe` are refused, as some chains do; so a chain begins.
        case unsupported
        /// The tags are known, and there is no such block yet.
        case none
        /// `finalized` is so many blocks behind the head, `safe` half as many.
        case behind(Int)
    }

    /// Mines blocks with what was sent, in the first of them; their hashes, the lowest first.
    ///
    /// A block is at least a second later than its parent, and the last one has the time of now:
    /// of blocks mined in quick succession the later ones are in the future. The other time for
    /// the last one is in seconds since 1970; the chain's first block is an hour old.
    @discardableResult
    package func mine(_ count: Int = 1, at seconds: Int? = nil) async throws -> [String] {
        let time = seconds.map { JSONValue.string("\($0)") } ?? .null
        return try await rpc("florin_mine", .string("\(count)"), time).elements.compactMap(\.text)
    }

    /// Whether each transaction is mined at once, as in the beginning.
    package func setAutomine(_ isOn: Bool) async throws {
        try await rpc("evm_setAutomine", .bool(isOn))
    }

    /// Mines all that is sent meanwhile into one block; its hash.
    @discardableResult
    package func inOneBlock(_ send: () async throws -> Void) async throws -> String {
        try await setAutomine(false)
        try await send()
        let hash = try await mine()
        try await setAutomine(true)
        return hash[0]
    }

    /// Remembers the head, for one `revert`.
    package func snapshot() async throws -> String { try await text("evm_snapshot") }

    /// Takes all blocks after a snapshot from the chain; see `setHead`.
    package func revert(to snapshot: String) async throws {
        guard try await rpc("evm_revert", .string(snapshot)) == true else {
            throw RigError.refused(method: "evm_revert", code: nil, message: "no such snapshot")
        }
    }

    /// Makes any block there ever was the head, also one of a branch that was left.
    ///
    /// Transactions of the blocks that leave wait from then on, until they are sent again, lost,
    /// or made impossible by another payment of the same payer.
    package func setHead(_ hash: String) async throws {
        try await rpc("florin_setHead", .string(hash))
    }

    /// Sends again what a reorganisation took out of its block; the txid stays.
    package func sendAgain(_ txid: String) async throws {
        try await rpc("florin_repeat", .string(txid))
    }

    /// Has the node lose a transaction that waits; false if none does.
    @discardableResult
    package func forget(_ txid: String) async throws -> Bool {
        try await rpc("florin_forget", .string(txid)) == true
    }

    /// Changes what the node says of finality.
    package func setFinality(_ finality: Finality) async throws {
        let depth: JSONValue =
            switch finality {
            case .unsupported: .null
            case .none: "none"
            case .behind(let blocks): .string("\(blocks)")
            }
        try await rpc("florin_setFinality", depth)
    }

    /// How many blocks one `eth_getLogs` may span, and how many logs it may find.
    package func setLogLimits(blocks: Int?, logs: Int?) async throws {
        let limits = [blocks, logs].map { $0.map { JSONValue.number(.init($0)) } ?? .null }
        try await rpc("florin_setLogLimits", limits[0], limits[1])
    }

    /// The number of the best block.
    package func head() async throws -> Int {
        guard let head = Self.number(try await rpc("eth_blockNumber")) else {
            throw RigError.malformed(method: "eth_blockNumber")
        }
        return head
    }

    /// A block with its transactions, or null.
    package func block(at height: Int) async throws -> JSONValue {
        try await rpc("eth_getBlockByNumber", Self.quantity(height), true)
    }

    /// The hash of the chain's block at a height.
    package func blockHash(at height: Int) async throws -> String {
        guard let hash = try await block(at: height)["hash"].text else {
            throw RigError.malformed(method: "eth_getBlockByNumber")
        }
        return hash
    }

    /// What a transaction came to, or null while it is in no block.
    package func receipt(_ txid: String) async throws -> JSONValue {
        try await rpc("eth_getTransactionReceipt", .string(txid))
    }
}
