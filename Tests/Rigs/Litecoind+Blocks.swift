import Foundation

extension Litecoind {
    /// Mines blocks with whatever waits in the mempool; their hashes, the lowest first.
    @discardableResult
    package func mine(_ count: Int, to address: String) async throws -> [String] {
        try await rpc("generatetoaddress", .number(.init(count)), .string(address))
            .elements.compactMap(\.text)
    }

    /// Mines one block without any transaction of the mempool; its hash.
    @discardableResult
    package func mineEmpty(to address: String) async throws -> String {
        guard let hash = try await rpc("generateblock", .string(address), [])["hash"].text else {
            throw RigError.malformed(method: "generateblock")
        }
        return hash
    }

    /// Takes a block and all that follow it from the best chain; their payments wait again.
    package func invalidateBlock(_ hash: String) async throws {
        try await rpc("invalidateblock", .string(hash))
    }

    /// Undoes `invalidateBlock`.
    package func reconsiderBlock(_ hash: String) async throws {
        try await rpc("reconsiderblock", .string(hash))
    }

    /// The number of the best block.
    package func height() async throws -> Int {
        guard let height = try await rpc("getblockcount").integer else {
            throw RigError.malformed(method: "getblockcount")
        }
        return height
    }

    /// The hash of the best block.
    package func bestBlockHash() async throws -> String { try await text("getbestblockhash") }

    /// The hash of the best chain's block at a height.
    package func blockHash(at height: Int) async throws -> String {
        try await text("getblockhash", .number(.init(height)))
    }

    /// The txids that wait.
    package func mempool() async throws -> [String] {
        try await rpc("getrawmempool").elements.compactMap(\.text)
    }
}
