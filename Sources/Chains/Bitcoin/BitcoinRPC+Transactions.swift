import Payments

extension BitcoinRPC {
    /// What is needed of `getrawtransaction` with its words.
    private struct Verbose: Decodable, Sendable {
        let hex: String
        let blockhash: String?
    }

    private struct Header: Decodable, Sendable {
        let height: UInt64
        /// -1 beside the best chain.
        let confirmations: Int64
    }

    private struct Outline: Decodable, Sendable { let tx: [String] }

    /// What is needed of `getmempoolentry`: in coins, as newer and older nodes write it.
    private struct Entry: Decodable, Sendable {
        struct Fees: Decodable, Sendable { let base: FeeNumber? }

        let fees: Fees?
        let fee: FeeNumber?
        let vsize: UInt64?
        let size: UInt64?
    }

    /// A transaction that waits, or is in a block.
    ///
    /// A node with an index of transactions knows every one. Without, it knows what waits, and the
    /// newest blocks are looked through: whoever asks has paid a moment ago.
    func sighting(of txid: String) async throws -> NodeSighting? {
        do {
            // A number and not a flag: nodes from before Bitcoin Core 0.15 know nothing else.
            let call = RPCCall("getrawtransaction", .text(txid), .number(1))
            let found = try await self.call(call, as: Verbose.self)
            guard let bytes = HexText.bytes(of: found.hex) else {
                throw ChainError.malformed(what: "a transaction that is not hexadecimal")
            }
            guard let hash = found.blockhash else {
                return NodeSighting(
                    contents: .transaction(bytes),
                    block: nil,
                    feeRate: try await offer(of: txid)
                )
            }
            let header = try await self.call(
                RPCCall("getblockheader", .text(hash)),
                as: Header.self
            )
            // Of a block that left the best chain nothing holds.
            guard header.confirmations > 0 else { return nil }
            return NodeSighting(
                contents: .transaction(bytes),
                block: BlockID(height: header.height, hash: hash),
                feeRate: nil
            )
        } catch ChainError.node(RPCFaultCode.notFound, _) {
            return try await sightingInNewestBlocks(of: txid)
        }
    }

    private func sightingInNewestBlocks(of txid: String) async throws -> NodeSighting? {
        let tip = try await view().tip
        let first = tip.height - min(tip.height, UInt64(max(limits.lookBackBlocks, 1)) - 1)
        let heights = Array((first...tip.height).reversed())
        for (height, hash) in zip(heights, try await bestHashes(at: heights)) {
            guard let hash else { continue }
            // A flag and not a number, as for whole blocks.
            let call = RPCCall("getblock", .text(hash), .flag(true))
            guard try await self.call(call, as: Outline.self).tx.contains(txid) else { continue }
            guard let bytes = try await blocks([hash]).first else { return nil }
            return NodeSighting(
                contents: .block(bytes),
                block: BlockID(height: height, hash: hash),
                feeRate: nil
            )
        }
        return nil
    }

    /// What a waiting transaction pays for a virtual byte, or nil where that is not known.
    private func offer(of txid: String) async throws -> Ratio? {
        do {
            let entry = try await call(RPCCall("getmempoolentry", .text(txid)), as: Entry.self)
            guard let fee = (entry.fees?.base ?? entry.fee)?.ratio,
                let size = entry.vsize ?? entry.size
            else { return nil }
            return try fee.multiplied(by: Ratio(Self.unitsPerCoin, over: UInt128(size)))
        } catch is ChainError {
            // It was mined in between, or the node is too old to tell: no offer is known.
            return nil
        }
    }

    private static let unitsPerCoin: UInt128 = 100_000_000
}
