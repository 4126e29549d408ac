import Foundation
import Payments
import Rigs
import Testing

@testable import Chains

/// What a gateway stores of a chain: the blocks it was told of, and their transfers.
private struct Stored {
    var blocks: [(id: BlockID, transfers: [Transfer])]

    var transfers: [Transfer] { blocks.flatMap(\.transfers) }

    func cursor(depth: Int) -> ChainCursor {
        ChainCursor(recent: blocks.suffix(depth).reversed().map(\.id))
    }

    mutating func apply(_ update: ChainUpdate, _ note: String) {
        for left in update.disconnected {
            #expect(blocks.last?.id == left, "\(note)")
            blocks.removeLast()
        }
        for block in update.connected {
            #expect(blocks.last?.id.hash == block.parentHash, "\(note)")
            blocks.append((block.id, block.transfers))
        }
    }
}

@Suite struct `Reading Tron with interruptions` {
    /// What a chain truly paid to the watched accounts, counted without the code under test.
    private struct Ledger {
        var names = 0

        mutating func transactions(_ dice: inout Dice) -> [TronStubTransaction] {
            (0..<Int.random(in: 0...3, using: &dice)).map { _ in
                names += 1
                let account =
                    [TronBench.mine, TronBench.mineToo, TronStubTransaction.stranger]
                    .randomElement(using: &dice) ?? []
                let name = "n\(names)"
                let units = Int.random(in: 1...9, using: &dice)
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: return .trx(name, to: account, sun: units)
                case 1:
                    let log = TronStubTransaction.log(to: account, units: "\(units)")
                    return .call(name, logs: [log, log])
                case 2:
                    let step = TronStubTransaction.step(
                        to: account,
                        values: [["callValue": .number(Decimal(units))]]
                    )
                    return .call(name, steps: [step])
                default: return .trx(name, to: account, sun: units, result: "REVERT")
                }
            }
        }
    }

    private static func fault(_ dice: inout Dice) -> TronStubServer.Reply {
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: .answer(status: 429, body: "")
        case 1: .answer(status: 503, body: "<html>")
        case 2: .answer(status: 200, body: #"{"Error":"lack of computing resources"}"#)
        case 3: .answer(status: 200, body: #"{"block":[{"blockID"#)
        default: .cut
        }
    }

    @Test(arguments: 0..<6)
    func `gives what reading in one go gives`(_ round: Int) async throws {
        var dice = Dice()
        let note = "\(dice) in round \(round)"
        var limits = TronLimits()
        limits.blocksMax = Int.random(in: 2...8, using: &dice)
        limits.blocksPerRequest = Int.random(in: 1...4, using: &dice)
        let chain = TronStubChain()
        chain.mine()
        let bench = try await TronBench.start(chain, limits: limits)
        var source = bench.source
        let first = chain.blocks.prefix(2).map { ($0.id, [Transfer]()) }
        var stored = Stored(blocks: first)
        var ledger = Ledger()
        for _ in 0..<60 {
            switch Int.random(in: 0..<7, using: &dice) {
            case 0...2:
                for _ in 0..<Int.random(in: 1...5, using: &dice) {
                    chain.mine(ledger.transactions(&dice))
                }
            case 3:
                let depth = min(Int.random(in: 1...3, using: &dice), chain.blocks.count - 2)
                chain.fork(depth: depth)
                for _ in 0...depth { chain.mine(ledger.transactions(&dice)) }
            case 4:
                let failures = (0..<Int.random(in: 1...2, using: &dice)).map { _ in
                    Self.fault(&dice)
                }
                chain.change { $0.failures = failures }
            case 5:
                let top = chain.blocks.count
                let height = Int.random(in: 1...top, using: &dice)
                let isLate = Bool.random(using: &dice)
                chain.change { state in
                    if isLate { state.receiptsMissing = [height] } else { state.shownMax = height }
                }
            default: source = try TronBench.source(bench.server.endpoint, limits: limits)
            }
            let cursor = stored.cursor(depth: 12)
            let update = try? await source.update(after: cursor) { TronBench.watched }
            // An answer that was not stored is asked for again.
            if let update, Int.random(in: 0..<4, using: &dice) > 0 { stored.apply(update, note) }
            chain.change { state in
                state.shownMax = .max
                state.receiptsMissing = []
            }
        }
        chain.change { $0.failures = [] }
        for _ in 0..<200 where stored.blocks.last?.id != chain.tip {
            let cursor = stored.cursor(depth: 12)
            stored.apply(try await source.update(after: cursor) { TronBench.watched }, note)
        }
        #expect(stored.blocks.map(\.id) == chain.blocks.map(\.id), "\(note)")

        let fresh = try await TronBench.start(chain)
        var whole = Stored(blocks: Array(first))
        for _ in 0..<200 where whole.blocks.last?.id != chain.tip {
            whole.apply(try await fresh.update(after: whole.cursor(depth: 12)), note)
        }
        #expect(stored.transfers == whole.transfers, "\(note)")
        #expect(Set(whole.transfers.map(\.id)).count == whole.transfers.count, "\(note)")
        try await bench.server.close()
        try await fresh.server.close()
    }
}
