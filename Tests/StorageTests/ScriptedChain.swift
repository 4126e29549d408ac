import Payments

@testable import Storage

/// A chain of a test: a value, so that a step back in time is a copy.
struct ScriptedChain {
    /// The best chain from height 0.
    private(set) var blocks: [BlockRecord]
    private(set) var waiting: [Transfer] = []
    private var made = 1

    init() { blocks = [Self.block(height: 0, number: 0, [])] }

    var tip: BlockID { blocks[blocks.count - 1].id }

    private static func block(height: Int, number: Int, _ transfers: [Transfer]) -> BlockRecord {
        BlockRecord(
            id: BlockID(height: UInt64(height), hash: "block-\(height)-\(number)"),
            time: StoreFixture.start,
            transfers: transfers
        )
    }

    static func transfer(
        _ txid: String,
        to address: String,
        units: UInt128,
        of asset: Asset = StoreFixture.asset
    ) -> Transfer {
        Transfer(
            id: Transfer.ID(network: StoreFixture.network, txid: txid, index: 0),
            address: address,
            amount: Amount(units: units, of: asset)
        )
    }

    mutating func pay(_ invoice: Int, _ units: UInt128, txid: String = "tx-1") {
        pay(to: StoreFixture.address(invoice), units, txid: txid)
    }

    mutating func pay(
        to address: String,
        _ units: UInt128,
        txid: String = "tx-1",
        of asset: Asset = StoreFixture.asset
    ) {
        waiting.append(Self.transfer(txid, to: address, units: units, of: asset))
    }

    mutating func mine(_ count: Int = 1) {
        for _ in 0..<count {
            made += 1
            blocks.append(Self.block(height: blocks.count, number: made, waiting))
            waiting = []
        }
    }

    /// Puts one block more than so many empty ones in place of the last; their transfers wait.
    mutating func reorganise(depth: Int) {
        let lost = blocks.suffix(depth)
        waiting = lost.flatMap(\.transfers) + waiting
        blocks.removeLast(depth)
        for _ in 0...depth {
            made += 1
            blocks.append(Self.block(height: blocks.count, number: made, []))
        }
    }

    mutating func drop(_ txid: String) { waiting.removeAll { $0.id.txid == txid } }

    /// What a source would tell after a cursor.
    func step(after cursor: CursorRecord?, at now: Instant, blocksMax: Int = 500) -> ChainStep {
        var disconnected: [BlockID] = []
        var parting = blocks.count - 1
        if let cursor {
            disconnected = Array(
                cursor.recent.prefix {
                    !(Int($0.height) < blocks.count && blocks[Int($0.height)].id == $0)
                }
            )
            parting = Int(cursor.recent[disconnected.count].height)
        }
        let connected = Array(blocks.dropFirst(parting + 1).prefix(blocksMax))
        let isAtTip = parting + connected.count == blocks.count - 1
        return ChainStep(
            network: StoreFixture.network,
            start: cursor?.recent.first,
            disconnected: disconnected,
            connected: connected,
            waiting: disconnected.isEmpty ? waiting : nil,
            isWaitingComplete: isAtTip,
            tip: tip,
            askedAt: now
        )
    }
}
