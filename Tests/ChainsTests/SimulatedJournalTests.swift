import FoundationEssentials
import Payments
import Testing

@testable import Chains

struct SimulatedJournalTests {
    let folder = SimulationFolder()

    /// Some of everything.
    private func history(of chain: SimulatedChain) async throws {
        let first = try await chain.pay([Simulation.output(to: 1), Simulation.output(to: 2)])
        let second = try await chain.pay([Simulation.output(to: 3, units: UInt128.max)])
        try await chain.replace(txid: second)
        try await chain.mine(blocks: 2)
        try await chain.mineEmpty()
        try await chain.reorganise(depth: 3)
        try await chain.drop(txid: first)
    }

    private func reopenedLedger(in folder: SimulationFolder) async throws -> SimulatedLedger {
        let chain = try Simulation.chain(in: folder)
        let ledger = await chain.ledger
        await chain.close()
        return ledger
    }

    @Test
    func `a chain that is opened anew is the same`() async throws {
        let chain = try Simulation.chain(in: folder)
        try await history(of: chain)
        let before = await chain.ledger
        await chain.close()
        #expect(try await reopenedLedger(in: folder) == before)
    }

    @Test
    func `a chain goes on with the seed it began with`() async throws {
        let chain = try Simulation.chain(seed: 1, in: folder)
        let tip = await chain.tip
        await chain.close()
        let again = try Simulation.chain(seed: 2, in: folder)
        #expect(await again.tip == tip)
    }

    @Test
    func `a line that a crash tore anywhere is cut off and the chain goes on`() async throws {
        let chain = try Simulation.chain(in: folder)
        try await history(of: chain)
        let before = await chain.ledger
        let lengthBefore = try folder.journal().count
        _ = try await chain.pay([Simulation.output(to: 4)])
        let after = await chain.ledger
        await chain.close()
        let whole = try folder.journal()
        for length in lengthBefore...whole.count {
            let torn = SimulationFolder()
            try torn.write(journal: whole[..<length])
            let reopened = try Simulation.chain(in: torn)
            let expected = length == whole.count ? after : before
            #expect(await reopened.ledger == expected, "cut at byte \(length)")
            try await reopened.mine()
            let mined = await reopened.ledger
            await reopened.close()
            #expect(try await reopenedLedger(in: torn) == mined, "cut at byte \(length)")
        }
    }

    @Test
    func `a first line that was torn begins the chain anew`() async throws {
        let fresh = try Simulation.chain()
        try folder.write(journal: Array(#"{"microsec"#.utf8))
        #expect(try await reopenedLedger(in: folder) == fresh.ledger)
        #expect(try await reopenedLedger(in: folder) == fresh.ledger)
    }

    @Test
    func `a line in the middle that cannot be read is an error with its number`() async throws {
        let chain = try Simulation.chain(in: folder)
        try await history(of: chain)
        await chain.close()
        let lines = try folder.journal().split(separator: UInt8(ascii: "\n"))
        for number in 1...lines.count {
            var spoilt = lines.map(Array.init)
            spoilt[number - 1][3] = UInt8(ascii: "{")
            let other = SimulationFolder()
            try other.write(journal: spoilt.flatMap { $0 + [UInt8(ascii: "\n")] })
            #expect(throws: ChainError.journal(what: "line \(number) cannot be read")) {
                try Simulation.chain(in: other)
            }
        }
    }

    @Test
    func `a command that cannot have been given is an error too`() async throws {
        let chain = try Simulation.chain(in: folder)
        await chain.close()
        let line = #"{"at":1,"depth":5,"do":"reorganise"}"# + "\n"
        try folder.write(journal: try folder.journal() + Array(line.utf8))
        #expect(throws: ChainError.journal(what: "line 2 cannot be read")) {
            try Simulation.chain(in: folder)
        }
    }

    @Test
    func `another network's journal is refused`() async throws {
        let chain = try Simulation.chain(in: folder)
        await chain.close()
        let other = SimulationFolder()
        let text = String(decoding: try folder.journal(), as: UTF8.self)
        try other.write(journal: Array(text.replacing("bitcoin", with: "litecoin").utf8))
        #expect(throws: ChainError.journal(what: "it belongs to litecoin")) {
            try Simulation.chain(in: other)
        }
    }

    @Test
    func `the file is its owner's alone and one chain's at a time`() async throws {
        let chain = try Simulation.chain(in: folder)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.journalPath)
        #expect(attributes[.posixPermissions] as? UInt == 0o600)
        #expect(throws: ChainError.journal(what: "bitcoin is in use by another process")) {
            try Simulation.chain(in: folder)
        }
        await chain.close()
        await #expect(throws: SimulationError.journal(what: "it is closed")) {
            try await chain.mine()
        }
    }

    @Test
    func `a hundred thousand blocks are one line and are found again at once`() async throws {
        let chain = try Simulation.chain(in: folder)
        let tip = try await chain.mine(blocks: 100_000)
        await chain.close()
        #expect(try folder.journal().count { $0 == UInt8(ascii: "\n") } == 2)
        let again = try Simulation.chain(in: folder)
        #expect(await again.tip == tip)
        #expect(try await again.block(at: 100_000) == tip)
    }
}
