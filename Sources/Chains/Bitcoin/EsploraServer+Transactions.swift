import FoundationEssentials
import Payments

extension EsploraServer {
    /// What is needed of `/tx/:txid`.
    private struct Description: Decodable {
        struct Status: Decodable {
            let confirmed: Bool
            let height: UInt64?
            let hash: String?

            enum CodingKeys: String, CodingKey {
                case confirmed
                case height = "block_height"
                case hash = "block_hash"
            }
        }

        let status: Status
        /// Smallest units.
        let fee: UInt64?
        /// Four to a virtual byte (BIP141).
        let weight: UInt64?
    }

    /// A transaction that waits, or is in a block: these servers have all of them in an index.
    func sighting(of txid: String) async throws -> NodeSighting? {
        guard let reply = try await get("/tx/\(txid)", about: "a transaction") else { return nil }
        guard let found = try? JSONDecoder().decode(Description.self, from: reply.body) else {
            throw ChainError.malformed(what: "a transaction's description")
        }
        guard let bytes = try await transactions([txid]).first ?? nil else { return nil }
        guard found.status.confirmed else {
            return NodeSighting(
                contents: .transaction(bytes),
                block: nil,
                feeRate: Self.offer(fee: found.fee, weight: found.weight)
            )
        }
        guard let height = found.status.height, let hash = found.status.hash,
            TransactionKey(hash) != nil
        else { throw ChainError.malformed(what: "a transaction's block") }
        return NodeSighting(
            contents: .transaction(bytes),
            block: BlockID(height: height, hash: hash.lowercased()),
            feeRate: nil
        )
    }

    private static func offer(fee: UInt64?, weight: UInt64?) -> Ratio? {
        guard let fee, let weight else { return nil }
        return try? Ratio(UInt128(fee) * 4, over: UInt128(weight))
    }
}
