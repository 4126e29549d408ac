package import AsyncHTTPClient
package import Keys
package import Logging
package import Payments

/// A Bitcoin-like network seen through one node's JSON-RPC, from raw blocks and transactions.
///
/// It works with Bitcoin Core and with Litecoin's node in their default configuration: no
/// transaction index, no ZMQ, no wallet, pruned or not. It is an actor to protect what it remembers
/// of the mempool, which costs nothing but time to lose.
package actor BitcoinSource: ChainSource {
    package nonisolated let network: NetworkID
    private let coin: Coin
    private let format: AddressFormat
    private let expectedChain: String
    let rpc: BitcoinRPC
    let limits: BitcoinLimits
    private let now: @Sendable () -> Instant
    let logger: Logger
    var mempool = MempoolMemory()
    private var isGenesisChecked = false

    /// A source that asks one node; nothing is asked before the first call.
    ///
    /// - Parameters:
    ///   - network: The network's name.
    ///   - coin: What its outputs are counted in.
    ///   - format: How its addresses are written; also tells which first block to expect.
    ///   - expectedChain: What the node must call its chain: `main`, `test`, `regtest`.
    ///   - endpoint: The node's URL without credentials.
    ///   - credentials: What the node asks for.
    ///   - httpClient: Sends the requests; it is not shut down here.
    ///   - limits: How much is asked for at once.
    ///   - now: The local time, to compare the node's clock with.
    ///   - logger: Told at debug level what happens.
    package init(
        network: NetworkID,
        coin: Coin,
        format: AddressFormat,
        expectedChain: String,
        endpoint: String,
        credentials: BitcoinCredentials,
        httpClient: HTTPClient,
        limits: BitcoinLimits = BitcoinLimits(),
        now: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.network = network
        self.coin = coin
        self.format = format
        self.expectedChain = expectedChain
        self.limits = limits
        self.now = now
        self.logger = logger
        rpc = BitcoinRPC(
            endpoint: endpoint,
            credentials: credentials,
            httpClient: httpClient,
            limits: limits
        )
    }

    /// What happened after a cursor; see `ChainSource`.
    ///
    /// A node that is behind the cursor without having left its chain gives an update without
    /// blocks whose tip is below the cursor. The mempool is complete only in an update that reaches
    /// the tip, because what was mined in a block not read yet is in neither.
    package func update(
        after cursor: ChainCursor?,
        watching: @Sendable () async throws -> WatchedSet
    ) async throws -> ChainUpdate {
        try await checkGenesis()
        // First of all, and its transactions at once: what is mined from here on is in a block that
        // this update reads or in one that follows.
        let waiting = try await fetchMempool()
        let info = try await chainInfo().value
        if cursor == nil, info.initialblockdownload {
            let message = "the node is still catching up; Florin starts once it is done"
            throw ChainError.node(code: RPCFaultCode.isSyncing, message: message)
        }
        var path = BlockWalk.Path(endsAtTip: true)
        if let cursor {
            path = try await BlockWalk(rpc: rpc, limits: limits).path(after: cursor, to: info.tip)
        }
        let watched = try await watching()
        let connected = try path.steps.map { try block($0, watched: watched) }
        let view = ChainUpdate.Mempool(
            transfers: learn(waiting, watched: watched),
            isComplete: waiting.isComplete && path.endsAtTip && !info.initialblockdownload
        )
        logger.debug(
            "chain update read",
            metadata: [
                "chain.network": "\(network)",
                "chain.disconnected": "\(path.disconnected.count)",
                "chain.connected": "\(connected.count)",
                "chain.tip": "\(info.tip.height)",
                "chain.mempool": "\(waiting.list.count)",
            ]
        )
        return ChainUpdate(
            disconnected: path.disconnected,
            connected: connected,
            tip: info.tip,
            mempool: path.disconnected.isEmpty ? view : nil
        )
    }

    package func block(at height: UInt64) async throws -> BlockID? {
        try await checkGenesis()
        let hash = try await BlockWalk(rpc: rpc, limits: limits).bestHashes(at: [height])[0]
        return hash.map { BlockID(height: height, hash: $0) }
    }

    package func status() async throws -> ChainStatus {
        try await checkGenesis()
        let reply = try await chainInfo()
        let localSeconds = now().seconds
        return ChainStatus(
            chainName: reply.value.chain,
            height: reply.value.blocks,
            isSyncing: reply.value.initialblockdownload,
            clockOffsetSeconds: reply.serverSeconds.map { $0 - localSeconds }
        )
    }
}

extension BitcoinSource {
    /// What is needed of `getblockchaininfo`, under its own names.
    private struct ChainInfo: Decodable, Sendable {
        let chain: String
        let blocks: UInt64
        let bestblockhash: String
        let initialblockdownload: Bool

        var tip: BlockID { BlockID(height: blocks, hash: bestblockhash) }
    }

    private func chainInfo() async throws -> BitcoinRPC.Reply<ChainInfo> {
        let reply = try await rpc.reply(to: RPCCall("getblockchaininfo"), as: ChainInfo.self)
        guard reply.value.chain == expectedChain else {
            throw ChainError.wrongChain(expected: expectedChain, found: reply.value.chain)
        }
        return reply
    }

    /// Bitcoin's and Litecoin's scripts look alike, so a node of the wrong coin would go unnoticed
    /// and cheap coins would pay for dear ones.
    private func checkGenesis() async throws {
        guard !isGenesisChecked else { return }
        _ = try await chainInfo()
        if let expected = GenesisBlock.hash(of: format) {
            let found = try await rpc.call(RPCCall("getblockhash", .number(0)), as: String.self)
            guard found == expected else {
                throw ChainError.wrongChain(
                    expected: "\(expectedChain) of \(format.family.name)",
                    found: "one that begins with block \(found)"
                )
            }
        }
        isGenesisChecked = true
    }

    private func block(
        _ step: BlockWalk.Step,
        watched: WatchedSet
    ) throws(ChainError) -> ChainUpdate.Block {
        ChainUpdate.Block(
            id: step.id,
            parentHash: step.block.header.parentHash,
            time: step.block.header.time,
            transfers: try step.block.matches(in: watched).compactMap { match in
                transfer(txid: match.txid, index: match.index, value: match.value, match.script)
            }
        )
    }

    /// Nil where no address stands for the script: then it only looks like a watched one.
    func transfer(
        txid: String,
        index: UInt32,
        value: UInt64,
        _ script: [UInt8]
    ) -> Transfer? {
        format.encode(matchBytes: script).map { address in
            Transfer(
                id: Transfer.ID(network: network, txid: txid, index: index),
                address: address,
                amount: Amount(units: UInt128(value), of: coin.asset)
            )
        }
    }
}
