import Keys
import Logging
import Payments

extension EVMSource {
    /// A transfer that looks like one to us, before it is known whether it succeeded.
    struct Match: Sendable {
        let height: UInt64
        let block: EVMWord
        let transaction: EVMWord
        let transfer: Transfer
        /// The payment it was found in; nil for a token's.
        let payment: EVMBlock.Payment?
    }

    /// One update by a team.
    ///
    /// Errors: `EVMFailure` where a server is to blame, `ChainError` where none is.
    func read(
        after cursor: ChainCursor?,
        by team: Team,
        blocksMax: Int,
        watching: @Sendable () async throws -> WatchedSet
    ) async throws -> ChainUpdate {
        let tip = try await tip(of: team)
        guard let cursor else {
            return ChainUpdate(
                tip: tip,
                mempool: ChainUpdate.Mempool(transfers: [], isComplete: true),
                finalizedHeight: await finalizedHeight(by: team, last: tip.height)
            )
        }
        let path = try await ask(team.reader) { node in
            try await EVMWalk(node: node, limits: limits, blocksMax: blocksMax)
                .path(after: cursor, to: team.height, head: team.readerHead.id)
        }
        let logs = try await logs(in: path.blocks, by: team.reader)
        try await checkWitness(of: path, logs: logs, team: team)
        let watched = try await watching()
        let matches = matches(in: path.blocks, logs: logs, watched: watched)
        let good = try await successes(of: matches, by: team)
        let connected = path.blocks.map { block in
            ChainUpdate.Block(
                id: block.id,
                parentHash: block.parent.text,
                time: block.time,
                transfers: good.filter { $0.height == block.height }.map(\.transfer)
            )
        }
        var memory = displaced
        memory.learn(disconnected: path.disconnected, connected: connected)
        let waiting = try await waiting(of: memory, above: path.last.height, by: team.reader)
        displaced = memory
        logRead(path, tip: tip, team: team)
        let view = ChainUpdate.Mempool(transfers: waiting, isComplete: path.last == tip)
        return ChainUpdate(
            disconnected: path.disconnected,
            connected: connected,
            tip: tip,
            // It was taken after the blocks were read, so it holds after a reorganisation, too.
            mempool: view,
            finalizedHeight: await finalizedHeight(by: team, last: path.last.height)
        )
    }

    private func logRead(_ path: EVMWalk.Path, tip: BlockID, team: Team) {
        logger.debug(
            "chain update read",
            metadata: [
                "chain.network": "\(network)",
                "chain.server": "\(nodes[team.reader].endpoint.name)",
                "chain.witnessed": "\(team.witness != nil)",
                "chain.disconnected": "\(path.disconnected.count)",
                "chain.connected": "\(path.blocks.count)",
                "chain.tip": "\(tip.height)",
            ]
        )
    }

    /// The highest block that the team has in common.
    private func tip(of team: Team) async throws -> BlockID {
        guard let witness = team.witness, let witnessHead = team.witnessHead,
            witnessHead.hash != team.readerHead.hash
        else { return team.readerHead.id }
        let isReaderAhead = team.readerHead.height > witnessHead.height
        let (low, other) =
            isReaderAhead ? (witnessHead, team.reader) : (team.readerHead, witness)
        let found = try await ask(other) { try await $0.outlines(at: [low.height])[0] }
        guard let found, found.hash == low.hash else {
            throw ChainError.disagreement(height: low.height, what: "the block's hash")
        }
        return low.id
    }

    /// What the team calls irreversible of what is known; the lower of two answers.
    private func finalizedHeight(by team: Team, last: UInt64) async -> UInt64? {
        var heights: [UInt64] = []
        for index in team.members {
            if let height = await nodes[index].finalizedHeight() { heights.append(height) }
        }
        return heights.min().map { min($0, last) }
    }

    /// Candidates of blocks, in the order of the chain.
    private func matches(
        in blocks: [EVMBlock],
        logs: [EVMLog],
        watched: WatchedSet
    ) -> [Match] {
        var logs = logs[...]
        var matches: [Match] = []
        for block in blocks {
            for payment in block.payments {
                let account = payment.receiver.account
                guard watched.contains(account), let address = format.encode(matchBytes: account)
                else { continue }
                guard let value = payment.value else {
                    warnOfAmount(payment.transaction)
                    continue
                }
                let transfer = Transfer(
                    id: id(payment.transaction, index: 0),
                    address: address,
                    amount: Amount(units: value, of: native)
                )
                matches.append(Match(block, payment.transaction, transfer, payment))
            }
            let own = logs.prefix { $0.height == block.height }
            logs = logs.dropFirst(own.count)
            for log in own {
                let account = log.receiver.account
                guard watched.contains(account), let asset = tokens[log.contract],
                    let address = format.encode(matchBytes: account)
                else { continue }
                guard let amount = log.amount else {
                    warnOfAmount(log.transaction)
                    continue
                }
                let transfer = Transfer(
                    id: id(log.transaction, index: log.index + 1),
                    address: address,
                    amount: Amount(units: amount, of: asset)
                )
                matches.append(Match(block, log.transaction, transfer, nil))
            }
        }
        return matches
    }

    func id(_ transaction: EVMWord, index: UInt32) -> Transfer.ID {
        Transfer.ID(network: network, txid: transaction.text, index: index)
    }

    private func warnOfAmount(_ transaction: EVMWord) {
        logger.warning(
            "transfer beyond 128 bits left out",
            metadata: ["chain.network": "\(network)", "chain.txid": "\(transaction.text)"]
        )
    }

    /// Those of the matches whose transactions succeeded in the blocks that were read.
    private func successes(of matches: [Match], by team: Team) async throws -> [Match] {
        guard !matches.isEmpty else { return [] }
        var blocks: [EVMWord: (height: UInt64, hash: EVMWord)] = [:]
        for match in matches { blocks[match.transaction] = (match.height, match.block) }
        let hashes = matches.map(\.transaction).filter { blocks[$0] != nil }
        let unique = Array(Set(hashes)).sorted { $0.text < $1.text }
        var verdicts: [[EVMWord: Bool]] = []
        for index in team.members {
            let receipts = try await ask(index) { try await $0.receipts(of: unique) }
            var verdict: [EVMWord: Bool] = [:]
            for (hash, receipt) in zip(unique, receipts) {
                guard let block = blocks[hash] else { continue }
                guard let receipt, receipt.block == block.hash else {
                    throw EVMFailure(
                        index: index,
                        error: .disagreement(height: block.height, what: "a receipt"),
                        isInconsistency: true
                    )
                }
                verdict[hash] = receipt.isSuccess
            }
            verdicts.append(verdict)
        }
        guard let verdict = verdicts.first else { return [] }
        for other in verdicts.dropFirst() where other != verdict {
            let hash = unique.first { other[$0] != verdict[$0] }
            let height = hash.flatMap { blocks[$0]?.height } ?? 0
            throw ChainError.disagreement(height: height, what: "a receipt")
        }
        if let witness = team.witness { try await checkPayments(of: matches, by: witness) }
        return matches.filter { verdict[$0.transaction] == true }
    }

    /// What waits of the transfers that left the chain: known to the server, and in no block that
    /// was read.
    private func waiting(
        of memory: DisplacedTransfers,
        above height: UInt64,
        by index: Int
    ) async throws -> [Transfer] {
        let txids = memory.txids
        guard !txids.isEmpty else { return [] }
        let hashes = txids.compactMap { EVMWord($0) }
        let found = try await ask(index) { try await $0.transactions(of: hashes) }
        let waiting = found.compactMap(\.self).filter { transaction in
            transaction.block == nil || transaction.height.map { $0 > height } ?? false
        }
        return memory.transfers(of: Set(waiting.map(\.hash.text)))
    }
}

extension EVMSource.Match {
    fileprivate init(
        _ block: EVMBlock,
        _ transaction: EVMWord,
        _ transfer: Transfer,
        _ payment: EVMBlock.Payment?
    ) {
        height = block.height
        self.block = block.hash
        self.transaction = transaction
        self.transfer = transfer
        self.payment = payment
    }
}
