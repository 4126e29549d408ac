import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct RescanTests {
    private static let late = StoreFixture.deadline.advanced(bySeconds: 10)

    private static func rewind(_ fixture: StoreFixture, to block: BlockID) async throws {
        try await fixture.store.write { try $0.rewind(StoreFixture.network, to: block) }
    }

    @Test func `blocks read again change nothing`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(3)
        try await fixture.follow(chain)
        let before = try await fixture.invoice(id)
        try await Self.rewind(fixture, to: chain.blocks[0].id)
        try await fixture.follow(chain)
        let after = try await fixture.invoice(id)
        #expect(after.standing == before.standing)
        #expect(after.revision == before.revision)
    }

    @Test func `an expired invoice stays expired while blocks are read again`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 40)
        chain.mine(5)
        try await fixture.follow(chain)
        try await fixture.follow(chain, at: Self.late)
        try await fixture.store.write { _ = try $0.settle(id, at: Self.late) }
        let events = try await fixture.events(of: id)
        #expect(events == [.opened, .partlyPaid, .expired])
        // One block at a time, so that the network is behind in between.
        try await Self.rewind(fixture, to: chain.blocks[0].id)
        while try await fixture.cursor()?.recent.first != chain.tip {
            try await fixture.record(
                chain.step(after: try await fixture.cursor(), at: Self.late, blocksMax: 1)
            )
        }
        #expect(try await fixture.events(of: id) == events)
        #expect(try await fixture.invoice(id).standing.isExpired)
    }

    @Test func `a payment that counts goes on counting while blocks are read again`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.mine(20)
        chain.pay(1, 100)
        chain.mine(3)
        try await fixture.follow(chain)
        try await Self.rewind(fixture, to: chain.blocks[5].id)
        while try await fixture.cursor()?.recent.first != chain.tip {
            try await fixture.record(
                chain.step(
                    after: try await fixture.cursor(),
                    at: StoreFixture.start,
                    blocksMax: 1
                )
            )
            #expect(try await fixture.invoice(id).standing.confirmed == .paid)
        }
        #expect(try await fixture.events(of: id) == [.opened, .paid])
    }

    @Test func `reading again is asked for only where something was read`() async throws {
        let fixture = try await StoreFixture()
        func request(_ height: UInt64) async throws -> Bool {
            try await fixture.store.write {
                try $0.requestRescan(of: StoreFixture.network, from: height)
            }
        }
        #expect(try await !request(0))
        var chain = ScriptedChain()
        chain.mine(5)
        try await fixture.follow(chain)
        #expect(try await request(3))
        #expect(try await fixture.cursor()?.rescanFrom == 3)
        // Beyond what was read it would skip the blocks between.
        #expect(try await !request(7))
        #expect(try await fixture.cursor()?.rescanFrom == 3)
    }
}
