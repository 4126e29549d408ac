import Payments

extension BitcoinRPC: BitcoinNode {
    var isTrusted: Bool { true }

    /// What is needed of `getblockchaininfo`, under its own names.
    private struct ChainInfo: Decodable, Sendable {
        let chain: String
        let blocks: UInt64
        let bestblockhash: String
        let headers: UInt64?
        /// Missing in nodes that descend from Bitcoin Core before 0.16.
        let initialblockdownload: Bool?

        /// An old node is taken to catch up while it lacks more blocks than come by at once.
        var isSyncing: Bool {
            let missing = headers.map { $0 - min($0, blocks) } ?? 0
            return initialblockdownload ?? (missing > 10)
        }
    }

    func view() async throws -> NodeView {
        let reply = try await reply(to: RPCCall("getblockchaininfo"), as: ChainInfo.self)
        let info = reply.value
        return NodeView(
            chainName: info.chain,
            tip: BlockID(height: info.blocks, hash: info.bestblockhash),
            isSyncing: info.isSyncing,
            serverSeconds: reply.serverSeconds
        )
    }

    func bestHashes(at heights: [UInt64]) async throws -> [String?] {
        let calls = heights.map { RPCCall("getblockhash", .number($0)) }
        return try await batch(calls, as: String.self).map { result in
            do throws(ChainError) {
                return try result.get()
            } catch .node(RPCFaultCode.invalidParameter, _) {
                return nil
            }
        }
    }

    private struct KnownBlock: Decodable, Sendable { let hash: String }

    func knows(_ hash: String) async throws -> Bool {
        do {
            _ = try await call(RPCCall("getblockheader", .text(hash)), as: KnownBlock.self)
            return true
        } catch ChainError.node(RPCFaultCode.notFound, _) {
            return false
        }
    }

    func blocks(_ hashes: [String]) async throws -> [[UInt8]] {
        // A flag and not a number: nodes from before Bitcoin Core 0.15 know nothing else.
        let calls = hashes.map { RPCCall("getblock", .text($0), .flag(false)) }
        return try await batch(calls, as: String.self).map { text in
            guard let bytes = HexText.bytes(of: try text.get()) else {
                throw ChainError.malformed(what: "a block that is not hexadecimal")
            }
            return bytes
        }
    }

    func waitingTxids() async throws -> [String]? {
        try await call(RPCCall("getrawmempool"), as: [String].self)
    }

    func transactions(_ txids: [String]) async throws -> [[UInt8]?] {
        let calls = txids.map { RPCCall("getrawtransaction", .text($0), .flag(false)) }
        return try await batch(calls, as: String.self).map { text in
            do throws(ChainError) {
                guard let bytes = HexText.bytes(of: try text.get()) else {
                    throw .malformed(what: "a transaction that is not hexadecimal")
                }
                return bytes
            } catch .node(RPCFaultCode.notFound, _) {
                return nil
            }
        }
    }

    private struct Estimate: Decodable, Sendable { let feerate: FeeNumber? }
    private struct Admission: Decodable, Sendable { let mempoolminfee: FeeNumber? }
    private struct Relay: Decodable, Sendable { let relayfee: FeeNumber? }

    /// How many smallest units a virtual byte costs where a thousand cost one coin of 10⁸ units.
    private static let unitsPerByte = Ratio(whole: 100_000)

    /// The node's estimate, and never less than what the node itself would relay.
    ///
    /// A node without an estimate, such as one on a private chain, leaves it out; Bitcoin Cash's
    /// have no such question at all, since any block has room for what pays the relay fee.
    func feeRate() async throws -> Ratio? {
        var rates: [Ratio?] = []
        do {
            let call = RPCCall("estimatesmartfee", .number(6))
            rates.append(try await self.call(call, as: Estimate.self).feerate?.ratio)
        } catch ChainError.node(RPCFaultCode.methodNotFound, _) {
            // The fees below are all it knows.
        }
        let admission = try await call(RPCCall("getmempoolinfo"), as: Admission.self)
        rates.append(admission.mempoolminfee?.ratio)
        let relay = try await call(RPCCall("getnetworkinfo"), as: Relay.self)
        rates.append(relay.relayfee?.ratio)
        return try rates.compactMap(\.self).max()?.multiplied(by: Self.unitsPerByte)
    }
}
