import Payments

/// The blocks and transactions of a simulated chain: a pure function of the commands so far.
///
/// Blocks mined together are one run, whatever their number; what is needed of a single block is
/// computed when somebody asks.
struct SimulatedLedger: Sendable, Hashable {
    /// Blocks in a row that were mined by one command; only the first may hold transactions.
    struct Run: Sendable, Hashable {
        let heightFirst: UInt64
        var count: UInt64
        let branch: UInt64
        let time: Instant
        let txids: [String]

        var heightLast: UInt64 { heightFirst + count - 1 }
    }

    static let blocksPerCommandMax = 100_000
    static let outputsMax = 1_000

    private let hashes: SimulatedHash
    /// The best chain from its first block on, never empty.
    private var runs: [Run]
    /// How many runs were ever begun; tells two blocks of one height apart.
    private var branchCount: UInt64 = 1
    private(set) var transactions: [String: SimulatedTransaction] = [:]
    /// What waits, in the order of arrival.
    private(set) var mempool: [String] = []

    /// A chain of one block.
    init(hashes: SimulatedHash, time: Instant) {
        self.hashes = hashes
        runs = [Run(heightFirst: 0, count: 1, branch: 0, time: time, txids: [])]
    }

    var heightLast: UInt64 { runs.last?.heightLast ?? 0 }

    var tip: BlockID { id(at: heightLast, in: run(at: heightLast)) }

    func block(at height: UInt64) -> BlockID? {
        height <= heightLast ? id(at: height, in: run(at: height)) : nil
    }

    /// A block of the best chain with its parent's hash and its transactions.
    func contents(at height: UInt64) -> (
        id: BlockID, parentHash: String, time: Instant, transactions: [SimulatedTransaction]
    ) {
        let run = run(at: height)
        let txids = height == run.heightFirst ? run.txids : []
        // Where nodes have no parent to name they print zeros.
        let parentHash = height == 0 ? nil : block(at: height - 1)?.hash
        return (
            id(at: height, in: run), parentHash ?? String(repeating: "0", count: 64), run.time,
            txids.compactMap { transactions[$0] }
        )
    }

    /// The run that holds a height, found by halving.
    private func run(at height: UInt64) -> Run {
        precondition(height <= heightLast, "no block of this height")
        var low = 0
        var high = runs.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if runs[middle].heightFirst <= height { low = middle } else { high = middle - 1 }
        }
        return runs[low]
    }

    private func id(at height: UInt64, in run: Run) -> BlockID {
        BlockID(height: height, hash: hashes.block(height: height, branch: run.branch))
    }
}

extension SimulatedLedger {
    /// Whether a command can be carried out now; throws what is wrong with it.
    func check(_ command: SimulationCommand) throws(SimulationError) {
        switch command {
        case .pay(let outputs):
            if outputs.isEmpty { throw .nothingToDo }
            if outputs.count > Self.outputsMax {
                throw .tooManyOutputs(outputsMax: Self.outputsMax)
            }
        case .mine(let blocks, _):
            if blocks < 1 { throw .nothingToDo }
            if blocks > Self.blocksPerCommandMax {
                throw .tooManyBlocks(blocksMax: Self.blocksPerCommandMax)
            }
        case .reorganise(let depth):
            if depth < 1 { throw .nothingToDo }
            if depth > heightLast { throw .depthTooLarge(depthMax: heightLast) }
        case .replace(let txid), .drop(let txid):
            switch transactions[txid]?.place {
            case .mempool: break
            case .block: throw .alreadyConfirmed
            case .gone, nil: throw .unknownTransaction
            }
        }
    }

    /// Carries out a command that was checked; returns the id of the transaction it made, if any.
    mutating func apply(_ dated: DatedCommand) -> String? {
        switch dated.command {
        case .pay(let outputs):
            return receive(outputs)
        case .mine(let blocks, let isEmpty):
            mine(UInt64(blocks), isEmpty ? [] : mempool, at: dated.time)
            return nil
        case .reorganise(let depth):
            disconnect(depth)
            mine(depth + 1, [], at: dated.time)
            return nil
        case .replace(let txid):
            let stranger = conflicting(with: txid)
            remove(txid)
            return receive(stranger)
        case .drop(let txid):
            remove(txid)
            return nil
        }
    }

    private mutating func receive(_ outputs: [SimulatedOutput]) -> String {
        let txid = hashes.transaction(UInt64(transactions.count))
        transactions[txid] = SimulatedTransaction(txid: txid, outputs: outputs, place: .mempool)
        mempool.append(txid)
        return txid
    }

    private mutating func mine(_ count: UInt64, _ txids: [String], at time: Instant) {
        let heightFirst = heightLast + 1
        runs.append(
            Run(
                heightFirst: heightFirst,
                count: count,
                branch: branchCount,
                time: time,
                txids: txids
            )
        )
        branchCount += 1
        for txid in txids { transactions[txid]?.place = .block(height: heightFirst) }
        if !txids.isEmpty { mempool = [] }
    }

    /// Takes blocks off the top; their transactions wait again, before those that wait already.
    private mutating func disconnect(_ depth: UInt64) {
        let heightKept = heightLast - depth
        var returning: [String] = []
        while let last = runs.last, last.heightFirst > heightKept {
            returning = last.txids + returning
            runs.removeLast()
        }
        let last = runs.count - 1
        runs[last].count = heightKept - runs[last].heightFirst + 1
        for txid in returning { transactions[txid]?.place = .mempool }
        mempool = returning + mempool
    }

    private mutating func remove(_ txid: String) {
        transactions[txid]?.place = .gone
        mempool.removeAll { $0 == txid }
    }

    /// The outputs of a transaction that spends the same money to somebody else.
    private func conflicting(with txid: String) -> [SimulatedOutput] {
        let account = hashes.strangerAccount(UInt64(transactions.count))
        return (transactions[txid]?.outputs ?? []).map {
            SimulatedOutput(address: "stranger", matchBytes: account, amount: $0.amount)
        }
    }
}
