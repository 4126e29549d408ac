import Keys
import Payments
import Testing

@testable import Chains

struct SimulatedChainTests {
    let chain: SimulatedChain
    let watched = Simulation.watched([1, 2])

    init() throws {
        chain = try Simulation.chain()
    }

    private func update(after cursor: ChainCursor?) async throws -> ChainUpdate {
        let watched = watched
        return try await chain.update(after: cursor) { watched }
    }

    @Test
    func `a chain begins with one block and a reader at its tip`() async throws {
        let genesis = try #require(try await chain.block(at: 0))
        let update = try await update(after: nil)
        #expect(update.connected.isEmpty)
        #expect(update.tip == genesis)
        #expect(update.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        #expect(try await chain.block(at: 1) == nil)
        #expect(try await chain.status().chainName == "simulated")
    }

    @Test
    func `a payment waits, is mined, and stands in the first block mined`() async throws {
        let cursor = ChainCursor(recent: [await chain.tip])
        let txid = try await chain.pay([
            Simulation.output(to: 9), Simulation.output(to: 1), Simulation.output(to: 1, units: 7),
        ])
        let expected: [Transfer] = [(1, 100), (2, 7)].map { index, units in
            Transfer(
                id: Transfer.ID(network: Simulation.network, txid: txid, index: index),
                address: "payee-1",
                amount: Amount(units: units, of: Simulation.asset)
            )
        }
        #expect(try await update(after: cursor).mempool?.transfers == expected)

        let tip = try await chain.mine(blocks: 3)
        let mined = try await update(after: cursor)
        #expect(mined.connected.map(\.id.height) == [1, 2, 3])
        #expect(mined.connected.map(\.transfers) == [expected, [], []])
        #expect(
            mined.connected.map(\.time) == [Simulation.start, Simulation.start, Simulation.start]
        )
        #expect(mined.connected[0].parentHash == cursor.last.hash)
        #expect(mined.tip == tip && mined.connected.last?.id == tip)
        #expect(mined.mempool?.transfers.isEmpty == true)
        #expect(await chain.transaction(txid)?.place == .block(height: 1))
    }

    @Test
    func `empty blocks leave waiting what waits`() async throws {
        let txid = try await chain.pay([Simulation.output(to: 1)])
        try await chain.mineEmpty(blocks: 2)
        #expect(await chain.transaction(txid)?.place == .mempool)
    }

    @Test
    func `a reorganisation takes blocks back and their payments wait again`() async throws {
        let genesis = await chain.tip
        let first = try await chain.pay([Simulation.output(to: 1)])
        let below = try await chain.mine()
        let second = try await chain.pay([Simulation.output(to: 2)])
        let replaced = try await chain.mine()
        let third = try await chain.pay([Simulation.output(to: 1)])

        let tip = try await chain.reorganise(depth: 1)
        let after = try await update(after: ChainCursor(recent: [replaced, below, genesis]))
        #expect(after.disconnected == [replaced])
        #expect(after.connected.map(\.id.height) == [2, 3])
        #expect(after.connected[0].parentHash == below.hash)
        #expect(after.connected[0].id.hash != replaced.hash)
        #expect(after.tip == tip)
        #expect(after.mempool == nil)
        #expect(await chain.transaction(first)?.place == .block(height: 1))

        let next = try await update(after: ChainCursor(recent: [tip]))
        #expect(next.mempool?.transfers.map(\.id.txid) == [second, third])
    }

    @Test
    func `a cursor whose every block is gone is an error`() async throws {
        let first = try await chain.mine()
        let second = try await chain.mine()
        try await chain.reorganise(depth: 2)
        await #expect(throws: ChainError.reorgTooDeep(heightFirst: first.height)) {
            try await update(after: ChainCursor(recent: [second, first]))
        }
    }

    @Test
    func `a replaced payment is gone for good and another one waits`() async throws {
        let txid = try await chain.pay([Simulation.output(to: 1)])
        let other = try await chain.replace(txid: txid)
        #expect(other != txid)
        #expect(await chain.transaction(txid)?.place == .gone)
        #expect(try await update(after: nil).mempool?.transfers.isEmpty == true)
        try await chain.mine()
        #expect(await chain.transaction(other)?.place == .block(height: 1))
        await #expect(throws: SimulationError.alreadyConfirmed) {
            try await chain.replace(txid: other)
        }
        await #expect(throws: SimulationError.unknownTransaction) {
            try await chain.drop(txid: txid)
        }
    }

    @Test
    func `a dropped payment is never mined`() async throws {
        let txid = try await chain.pay([Simulation.output(to: 1)])
        try await chain.drop(txid: txid)
        try await chain.mine()
        #expect(await chain.transaction(txid)?.place == .gone)
    }

    @Test
    func `a command beyond its limits changes nothing`() async throws {
        let before = await chain.ledger
        await #expect(throws: SimulationError.tooManyBlocks(blocksMax: 100_000)) {
            try await chain.mine(blocks: 100_001)
        }
        await #expect(throws: SimulationError.nothingToDo) { try await chain.mine(blocks: 0) }
        await #expect(throws: SimulationError.depthTooLarge(depthMax: 0)) {
            try await chain.reorganise(depth: 1)
        }
        await #expect(throws: SimulationError.nothingToDo) {
            try await chain.reorganise(depth: -1)
        }
        await #expect(throws: SimulationError.nothingToDo) { try await chain.pay([]) }
        let outputs = Array(repeating: Simulation.output(to: 1), count: 1_001)
        await #expect(throws: SimulationError.tooManyOutputs(outputsMax: 1_000)) {
            try await chain.pay(outputs)
        }
        await #expect(throws: SimulationError.unknownTransaction) {
            try await chain.replace(txid: "00")
        }
        #expect(await chain.ledger == before)
    }

    @Test
    func `an update has a bounded number of blocks and its mempool is not complete then`()
        async throws
    {
        let genesis = await chain.tip
        let txid = try await chain.pay([Simulation.output(to: 1)])
        try await chain.mineEmpty(blocks: SimulatedChain.blocksMax)
        try await chain.mine()
        let first = try await update(after: ChainCursor(recent: [genesis]))
        #expect(first.connected.count == SimulatedChain.blocksMax)
        #expect(first.tip.height == 501)
        #expect(first.mempool == ChainUpdate.Mempool(transfers: [], isComplete: false))
        let last = try #require(first.connected.last).id
        let second = try await update(after: ChainCursor(recent: [last]))
        #expect(second.connected.map { $0.transfers.map(\.id.txid) } == [[txid]])
        #expect(second.mempool?.isComplete == true)
    }

    @Test
    func `ids come from seed and network alone`() async throws {
        let same = try Simulation.chain(seed: 1)
        let other = try Simulation.chain(seed: 2)
        #expect(await same.tip == chain.tip)
        #expect(await other.tip != chain.tip)
        #expect(
            try await same.pay([Simulation.output(to: 1)])
                == chain.pay([Simulation.output(to: 1)])
        )
        #expect(await chain.tip.hash.utf8.count == 64)
    }

    @Test
    func `with a format, only its addresses are paid`() async throws {
        let format = AddressFormat(family: .evm, chain: .main)
        let chain = try SimulatedChain(
            network: NetworkID("ethereum"),
            seed: 1,
            directory: nil,
            format: format,
            now: { Simulation.start }
        )
        let address = "0x55d398326f99059fF775485246999027B3197955"
        let bytes = try #require(format.decode(address)).matchBytes
        let amount = Amount(units: 1, of: Simulation.asset)
        _ = try await chain.pay(address: address, matchBytes: bytes, amount: amount)
        await #expect(throws: SimulationError.wrongAddress(address)) {
            try await chain.pay(address: address, matchBytes: [1], amount: amount)
        }
    }
}
