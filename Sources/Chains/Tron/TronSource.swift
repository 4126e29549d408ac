package import AsyncHTTPClient
package import Keys
package import Logging
package import Payments

/// Tron seen through the HTTP API of a node: TRX, catalogued TRC-20 tokens, what contracts send.
///
/// TRX that contracts send shows only on nodes that keep internal transactions
/// (`vm.saveInternalTx = true`, which is not the default of java-tron). It is an actor to protect
/// what it remembers of blocks that left the chain, which costs nothing but time to lose.
package actor TronSource: ChainSource {
    package nonisolated let network: NetworkID
    let description: NetworkDescription
    let format: AddressFormat
    private let chain: ChainKind
    let node: TronNode
    let limits: TronLimits
    let walk: TronWalk
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private var displaced = TronDisplaced()
    private var chainName: String?

    /// A source that asks one node or server; nothing is asked before the first call.
    ///
    /// A network without its own coin, or a contract that is no address, traps: the catalogue
    /// holds neither.
    ///
    /// - Parameters:
    ///   - network: Which coins there are, and the contracts of the tokens.
    ///   - endpoint: Where the node is.
    ///   - chain: Which chain it must be on, told by its first block.
    ///   - httpClient: Sends the requests; it is not shut down here.
    ///   - limits: How much is asked for at once.
    ///   - now: The local time, to compare the node's clock with.
    ///   - logger: Told at debug level what happens.
    package init(
        network: NetworkDescription,
        endpoint: TronEndpoint,
        chain: ChainKind,
        httpClient: HTTPClient,
        limits: TronLimits = TronLimits(),
        now: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        guard let native = network.coin(ticker: network.native) else {
            preconditionFailure("a Tron network has a coin of its own")
        }
        var tokens: [[UInt8]: Asset] = [:]
        for coin in network.coins {
            guard let contract = coin.contract else { continue }
            guard let account = TronText.account(contract) else {
                preconditionFailure("\(contract) is no contract on Tron")
            }
            tokens[account] = coin.coin.asset
        }
        self.network = network.id
        description = network
        format = network.addressFormat(chain: chain)
        self.chain = chain
        self.limits = limits
        self.now = now
        var logger = logger
        logger[metadataKey: "chain.network"] = "\(network.id)"
        logger[metadataKey: "chain.endpoint"] = "\(endpoint.origin)"
        self.logger = logger
        node = TronNode(endpoint: endpoint, httpClient: httpClient, limits: limits)
        let reader = TronMovements(native: native.coin.asset, tokens: tokens, logger: logger)
        walk = TronWalk(node: node, reader: reader, limits: limits)
    }

    /// What happened after a cursor; see `ChainSource`.
    ///
    /// A node that is behind the cursor without having left its chain gives an update without
    /// blocks. Tron shows no mempool: what waits is only what lost its block and is still queued.
    package func update(
        after cursor: ChainCursor?,
        watching: @Sendable () async throws -> WatchedSet
    ) async throws -> ChainUpdate {
        try await checkGenesis()
        // Before the best block is asked for, so that what is mined in between is in one of both.
        try await forgetWhatWaitsNoMore()
        let head = try await node.head().value.id
        let solidified = try await node.solidifiedHead()
        var path = TronWalk.Path(endsAtTip: true)
        if let cursor { path = try await walk.path(after: cursor, to: head) }
        let watched = try await watching()
        var update = ChainUpdate(
            disconnected: path.disconnected,
            connected: path.steps.map { block($0, watched: watched) },
            tip: head
        )
        displaced.follow(update, limits)
        if path.disconnected.isEmpty {
            update.mempool = ChainUpdate.Mempool(
                transfers: displaced.transfers,
                isComplete: path.endsAtTip
            )
        }
        update.finalizedHeight = Self.finalizedHeight(solidified, after: cursor, update)
        logger.debug(
            "chain update read",
            metadata: [
                "chain.disconnected": "\(update.disconnected.count)",
                "chain.connected": "\(update.connected.count)",
                "chain.tip": "\(update.tip.height)",
                "chain.finalized": "\(update.finalizedHeight.map(String.init) ?? "unknown")",
            ]
        )
        return update
    }

    package func block(at height: UInt64) async throws -> BlockID? {
        try await checkGenesis()
        return try await node.header(at: height)?.id
    }

    package func status() async throws -> ChainStatus {
        let chainName = try await checkGenesis()
        let head = try await node.head()
        let local = now()
        let isOld = head.value.time.advanced(bySeconds: limits.headAgeSecondsMax) < local
        return ChainStatus(
            chainName: chainName,
            height: head.value.id.height,
            isSyncing: isOld,
            clockOffsetSeconds: head.serverSeconds.map { $0 - local.seconds }
        )
    }
}

extension TronSource {
    /// Every chain of Tron writes accounts alike, so a test chain would pay with worthless coins.
    @discardableResult func checkGenesis() async throws -> String {
        if let chainName { return chainName }
        guard let genesis = try await node.header(at: 0) else {
            throw ChainError.malformed(what: "the answer to the first block is empty")
        }
        let found = TronGenesis.chainName(beginningWith: genesis.id.hash)
        guard TronGenesis.fits(found, chain) else {
            let stranger = "one that begins with block \(genesis.id.hash)"
            throw ChainError.wrongChain(
                expected: chain.rawValue,
                found: found == "regtest" ? stranger : found
            )
        }
        chainName = found
        return found
    }

    private func forgetWhatWaitsNoMore() async throws {
        for txid in displaced.txids where try await !node.isWaiting(txid) {
            displaced.forget(txid)
        }
    }

    private func block(_ step: TronWalk.Step, watched: WatchedSet) -> ChainUpdate.Block {
        ChainUpdate.Block(
            id: step.id,
            parentHash: step.parentHash,
            time: step.time,
            transfers: step.movements.compactMap { movement in
                guard watched.contains(movement.account),
                    let address = format.encode(matchBytes: movement.account)
                else { return nil }
                return Transfer(
                    id: Transfer.ID(
                        network: network,
                        txid: movement.txid,
                        index: movement.index
                    ),
                    address: address,
                    amount: movement.amount
                )
            }
        )
    }

    /// The solidified height as far as it speaks of blocks that are read.
    ///
    /// Nil where the solidified block is another one than was read at its height.
    private static func finalizedHeight(
        _ solidified: BlockID?,
        after cursor: ChainCursor?,
        _ update: ChainUpdate
    ) -> UInt64? {
        guard let solidified else { return nil }
        let kept = cursor.map { $0.recent.dropFirst(update.disconnected.count) } ?? [update.tip]
        let read = update.connected.map(\.id) + kept
        let others = read.contains { $0.height == solidified.height && $0.hash != solidified.hash }
        guard !others, let last = read.map(\.height).max() else { return nil }
        return min(solidified.height, last)
    }
}
