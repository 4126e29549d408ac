package import AsyncHTTPClient
package import Keys
package import Logging
package import Payments

/// A Bitcoin-like network seen through one server, from raw blocks and transactions.
///
/// It works with Bitcoin Core, with Litecoin's, Dogecoin's and Bitcoin Cash's nodes in their
/// default configuration (no transaction index, no ZMQ, no wallet, pruned or not), and with Esplora
/// servers, where no node of one's own is needed; `EsploraServer` says what those are trusted with.
/// It is an actor to protect what it remembers of the mempool, which costs only time to lose.
package actor BitcoinSource: ChainSource {
    package nonisolated let network: NetworkID
    let coin: Coin
    let format: AddressFormat
    let expectedChain: String
    let node: any BitcoinNode
    let rules: BlockRules
    let limits: BitcoinLimits
    private let now: @Sendable () -> Instant
    let logger: Logger
    var mempool = MempoolMemory()
    var hasLandmarks = false

    /// A source that asks one server; nothing is asked before the first call.
    ///
    /// - Parameters:
    ///   - network: The network's name.
    ///   - coin: What its outputs are counted in.
    ///   - format: How its addresses are written; also tells how its blocks are.
    ///   - expectedChain: What a node must call its chain: `main`, `test`, `regtest`.
    ///   - server: What is asked.
    ///   - httpClient: Sends the requests; it is not shut down here.
    ///   - limits: How much is asked for at once; nil takes what suits the server.
    ///   - now: The local time, to compare the server's clock with.
    ///   - logger: Told at debug level what happens.
    package init(
        network: NetworkID,
        coin: Coin,
        format: AddressFormat,
        expectedChain: String,
        server: BitcoinServer,
        httpClient: HTTPClient,
        limits: BitcoinLimits? = nil,
        now: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.network = network
        self.coin = coin
        self.format = format
        self.expectedChain = expectedChain
        self.limits = limits ?? server.limits
        self.now = now
        self.logger = logger
        rules = BlockRules(of: format.family)
        node = server.connection(httpClient, limits: self.limits)
    }

    /// A source that asks a node.
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
        self.init(
            network: network,
            coin: coin,
            format: format,
            expectedChain: expectedChain,
            server: .node(endpoint: endpoint, credentials: credentials),
            httpClient: httpClient,
            limits: limits,
            now: now,
            logger: logger
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
        try await checkChain()
        // First of all, and its transactions at once: what is mined from here on is in a block that
        // this update reads or in one that follows.
        let waiting = try await fetchMempool()
        let view = try await view()
        if cursor == nil, view.isSyncing {
            let message = "the node is still catching up; Florin starts once it is done"
            throw ChainError.node(code: RPCFaultCode.isSyncing, message: message)
        }
        var path = BlockWalk.Path(endsAtTip: true)
        if let cursor {
            let walk = BlockWalk(node: node, rules: rules, limits: limits)
            path = try await walk.path(after: cursor, to: view.tip)
        }
        let watched = try await watching()
        let connected = try path.steps.map { try block($0, watched: watched) }
        let isCurrent = path.endsAtTip && !view.isSyncing
        var mempool: ChainUpdate.Mempool?
        if let waiting {
            let view = ChainUpdate.Mempool(
                transfers: learn(waiting, watched: watched),
                isComplete: waiting.isComplete && isCurrent
            )
            mempool = path.disconnected.isEmpty ? view : nil
        } else {
            // Whose mempool is not read is taken to hold nothing: what lost its block is gone until
            // it is in another one.
            mempool = ChainUpdate.Mempool(transfers: [], isComplete: isCurrent)
        }
        logger.debug(
            "chain update read",
            metadata: [
                "chain.network": "\(network)",
                "chain.disconnected": "\(path.disconnected.count)",
                "chain.connected": "\(connected.count)",
                "chain.tip": "\(view.tip.height)",
                "chain.mempool": "\(waiting.map { "\($0.list.count)" } ?? "not read")",
            ]
        )
        return ChainUpdate(
            disconnected: path.disconnected,
            connected: connected,
            tip: view.tip,
            mempool: mempool
        )
    }

    package func block(at height: UInt64) async throws -> BlockID? {
        try await checkChain()
        let hash = try await node.bestHashes(at: [height]).first ?? nil
        return hash.map { BlockID(height: height, hash: $0) }
    }

    package func status() async throws -> ChainStatus {
        let isTold = try await isChainTold()
        let view = try await view()
        let localSeconds = now().seconds
        return ChainStatus(
            chainName: view.chainName ?? expectedChain,
            height: view.tip.height,
            isSyncing: view.isSyncing || !isTold,
            clockOffsetSeconds: view.serverSeconds.map { $0 - localSeconds }
        )
    }
}

extension BitcoinSource {
    private func block(
        _ step: BlockWalk.Step,
        watched: WatchedSet
    ) throws(ChainError) -> ChainUpdate.Block {
        let matches = try step.block.matches(in: watched, checksRoot: !node.isTrusted)
        let transfers = matches.compactMap { match in
            transfer(txid: match.txid, index: match.index, value: match.value, match.script)
        }
        return ChainUpdate.Block(
            id: step.id,
            parentHash: step.block.header.parentHash,
            time: step.block.header.time,
            transfers: transfers
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
