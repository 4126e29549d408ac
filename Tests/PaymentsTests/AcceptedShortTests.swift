import Payments
import Testing

/// What follows when a merchant takes less than was asked for.
@Suite(.timeLimit(.minutes(1)))
struct AcceptedShortTests {
    private static let later = Sample.deadline.advanced(bySeconds: 60)

    private func standing(
        _ transfers: [(UInt128, TransferFact.Position)],
        isAccepted: Bool = true,
        at now: Instant = Sample.opened
    ) throws -> Standing {
        let choice = try Sample.choice()
        let facts = transfers.enumerated().map { number, transfer in
            Sample.transfer(transfer.0, transfer.1, to: choice, number: number)
        }
        let marks: Set<Mark> = isAccepted ? [.acceptedShort] : []
        return Sample.invoice().standing(
            given: Sample.facts([choice], facts, marks: marks, caughtUpAt: now),
            at: now
        )
    }

    private func allows(_ standing: Standing) -> Bool { standing.allows(.acceptedShort) }

    @Test func `what is confirmed is paid, however little, also when time is over`() throws {
        for units in [1, 50, 99] as [UInt128] {
            let deep = [(units, TransferFact.Position.inBlock(height: 99))]
            #expect(try standing(deep, isAccepted: false).confirmed == .partlyPaid)
            let accepted = try standing(deep)
            #expect(accepted.confirmed == .paid)
            #expect(accepted.seen == .paid)
            let late = try standing(deep, at: Self.later)
            #expect(late.confirmed == .paid)
            #expect(!late.isExpired)
            #expect(Sample.invoice().phase(at: late) == .paid)
        }
    }

    @Test func `what waits is no more confirmed than before`() throws {
        let waiting = try standing([(50, .pending)])
        #expect(waiting.confirmed == .unpaid)
        #expect(waiting.seen == .paid)
        #expect(try standing([]).seen == .unpaid)
    }

    @Test func `more may still make it overpaid, and exactly the due is paid`() throws {
        let deep = TransferFact.Position.inBlock(height: 99)
        #expect(try standing([(50, deep), (50, deep)]).confirmed == .paid)
        #expect(try standing([(50, deep), (51, deep)]).confirmed == .overPaid)
    }

    @Test func `it may be decided while a part is confirmed and nothing else was`() throws {
        let part = [(UInt128(50), TransferFact.Position.inBlock(height: 99))]
        #expect(allows(try standing(part, isAccepted: false)))
        #expect(allows(try standing(part, isAccepted: false, at: Self.later)))
        #expect(!allows(try standing(part)))
        #expect(!allows(try standing([], isAccepted: false)))
        #expect(!allows(try standing([(50, .pending)], isAccepted: false)))
        #expect(!allows(try standing([(100, .inBlock(height: 99))], isAccepted: false)))
        for decision in Standing.Decision.allCases {
            #expect(!allows(Sample.standing(.partlyPaid, decision: decision)))
        }
    }

    @Test func `it is told as paid once, and a lost block as reorganised`() throws {
        let part = [(UInt128(50), TransferFact.Position.inBlock(height: 99))]
        let before = try standing(part, isAccepted: false, at: Self.later)
        let after = try standing(part, at: Self.later)
        #expect(InvoiceEvent(from: before, to: after, wasPaidBefore: false) == .paid)
        let lost = try standing([(50, .pending)], at: Self.later)
        #expect(InvoiceEvent(from: after, to: lost, wasPaidBefore: true) == .reorganised)
        #expect(InvoiceEvent(from: lost, to: after, wasPaidBefore: true) == .restored)
    }

    @Test func `an acceptance never lowers a level, and lifts nothing but a part`() throws {
        var generator = SeededGenerator()
        let positions: [TransferFact.Position] = [
            .pending, .gone, .inBlock(height: 99), .inBlock(height: 100),
        ]
        for _ in 0..<500 {
            let transfers = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                (
                    UInt128(Int.random(in: 1...80, using: &generator)),
                    positions[Int.random(in: 0..<positions.count, using: &generator)]
                )
            }
            let plain = try standing(transfers, isAccepted: false)
            let accepted = try standing(transfers)
            func lifted(_ level: Standing.Level) -> Standing.Level {
                level == .partlyPaid ? .paid : level
            }
            #expect(accepted.confirmed == lifted(plain.confirmed))
            #expect(accepted.seen == lifted(plain.seen))
            #expect(accepted.receipts == plain.receipts)
            #expect(accepted.confirmed <= accepted.seen)
        }
    }

    @Test func `every phase is in one group`() {
        for phase in Phase.allCases {
            #expect(PhaseGroup.allCases.filter { $0.phases.contains(phase) } == [PhaseGroup(phase)])
        }
    }
}
