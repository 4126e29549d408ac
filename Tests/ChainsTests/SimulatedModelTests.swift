import Payments
import Testing

@testable import Chains

/// Random commands and a reader that follows them, held against what the chain itself says.
struct SimulatedModelTests {
    private static let stepsPerRun = 250

    @Test(arguments: 0..<8)
    func `a reader ends with what the chain says, whatever the interleaving`(run: Int) async throws
    {
        var dice = SimulationDice()
        for _ in 0..<run * 1_000 { _ = dice.next() }
        let world = try SimulatedWorld(dice: dice)
        for step in 0..<Self.stepsPerRun {
            try await world.step()
            let fault = await world.fault
            try #require(fault == nil, "\(dice), run \(run), step \(step): \(fault ?? "")")
        }
        try await world.catchUp()
        let fault = await world.fault
        #expect(fault == nil, "\(dice), run \(run), at the end: \(fault ?? "")")
    }
}

/// A chain, its reader and the dice that decide what happens next.
private actor SimulatedWorld {
    private(set) var fault: String?

    private var dice: SimulationDice
    private let folder = SimulationFolder()
    private var chain: SimulatedChain
    private var txids: [String] = []
    private var issued: Set<UInt8> = []

    private var cursor: ChainCursor
    private var confirmed: [Transfer.ID: BlockID] = [:]
    private var pending: Set<Transfer.ID> = []

    private static let depthMax = 30
    private static let recentMax = 60

    init(dice: SimulationDice) throws {
        self.dice = dice
        chain = try Simulation.chain(seed: 3, in: folder)
        cursor = ChainCursor(recent: [
            BlockID(
                height: 0,
                hash: SimulatedHash(network: "bitcoin", seed: 3).block(height: 0, branch: 0)
            )
        ])
    }

    func step() async throws {
        switch Int.random(in: 0..<20, using: &dice) {
        case 0..<12: try await command()
        case 12: try await reopen()
        default: _ = try await follow(isDisturbed: Bool.random(using: &dice))
        }
    }

    /// Follows undisturbed until nothing is new, then compares everything.
    func catchUp() async throws {
        for _ in 0..<100 where try await !follow(isDisturbed: false) {}
        if cursor.last != (await chain.tip) { fault = "the reader never reached the tip" }
    }

    private func command() async throws {
        do throws(SimulationError) {
            switch Int.random(in: 0..<12, using: &dice) {
            case 0..<5: try await pay()
            case 5: try await chain.mine()
            case 6: try await chain.mineEmpty(blocks: Int.random(in: 1...3, using: &dice))
            case 7: try await chain.mine(blocks: Int.random(in: 1...700, using: &dice))
            case 8, 9:
                try await chain.reorganise(depth: Int.random(in: 1...Self.depthMax, using: &dice))
            case 10:
                if let txid = txids.randomElement(using: &dice) {
                    txids.append(try await chain.replace(txid: txid))
                }
            default:
                if let txid = txids.randomElement(using: &dice) {
                    try await chain.drop(txid: txid)
                }
            }
        } catch {
            // A random command may ask for what cannot be; then nothing happens.
            if case .journal = error { throw error }
        }
    }

    /// Pays one watched address, new or old, and maybe a stranger.
    private func pay() async throws(SimulationError) {
        let payee = UInt8.random(in: 0..<40, using: &dice)
        issued.insert(payee)
        var outputs = [Simulation.output(to: payee)]
        if Bool.random(using: &dice) { outputs.insert(Simulation.output(to: 200), at: 0) }
        txids.append(try await chain.pay(outputs))
    }

    private func reopen() async throws {
        let before = await chain.ledger
        await chain.close()
        chain = try Simulation.chain(seed: 3, in: folder)
        if await chain.ledger != before { fault = "the journal gives another chain" }
    }

    /// Runs commands while an update waits, then says which addresses are watched.
    private func watching(isDisturbed: Bool) async throws -> WatchedSet {
        if isDisturbed {
            for _ in 0..<3 { try await command() }
        }
        return Simulation.watched(issued)
    }

    /// Takes one update in; says whether the reader is at the tip it was told.
    private func follow(isDisturbed: Bool) async throws -> Bool {
        let update = try await chain.update(after: cursor) {
            try await self.watching(isDisturbed: isDisturbed)
        }
        try await take(update)
        let isAtTip = cursor.last == update.tip
        if !isDisturbed, isAtTip, update.mempool != nil { await compare() }
        return isAtTip && update.mempool != nil
    }

    private func take(_ update: ChainUpdate) async throws {
        var recent = cursor.recent
        for block in update.disconnected {
            if recent.first != block { fault = "a block was taken back that was not on top" }
            recent.removeFirst()
            for (id, holder) in confirmed where holder == block {
                confirmed[id] = nil
                pending.insert(id)
            }
        }
        for block in update.connected {
            if recent.first?.hash != block.parentHash { fault = "a block does not fit" }
            recent.insert(block.id, at: 0)
            for transfer in block.transfers {
                confirmed[transfer.id] = block.id
                pending.remove(transfer.id)
            }
        }
        cursor = ChainCursor(recent: Array(recent.prefix(Self.recentMax)))
        guard let mempool = update.mempool else { return }
        let waiting = Set(mempool.transfers.map(\.id))
        if mempool.isComplete {
            for missing in pending.subtracting(waiting)
            where await chain.transaction(missing.txid)?.place != .gone {
                fault = "a transfer was taken for gone that is not"
            }
            pending = waiting
        } else {
            pending.formUnion(waiting)
        }
        pending.subtract(confirmed.keys)
    }

    /// The reader's books against the chain's own.
    private func compare() async {
        var confirmedThere: [Transfer.ID: BlockID] = [:]
        var pendingThere: Set<Transfer.ID> = []
        let ledger = await chain.ledger
        for transaction in ledger.transactions.values {
            for (index, output) in transaction.outputs.enumerated()
            where output.address.hasPrefix("payee-") && output.address != "payee-200" {
                let id = Transfer.ID(
                    network: Simulation.network,
                    txid: transaction.txid,
                    index: UInt32(index)
                )
                switch transaction.place {
                case .mempool: pendingThere.insert(id)
                case .block(let height): confirmedThere[id] = ledger.block(at: height)
                case .gone: break
                }
            }
        }
        if confirmed != confirmedThere { fault = "other transfers are confirmed" }
        if pending != pendingThere { fault = "other transfers wait" }
    }
}
