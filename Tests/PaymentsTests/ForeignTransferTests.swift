import Payments
import Testing

/// Money in another asset than was asked for is shown, and changes nothing by itself.
@Suite(.timeLimit(.minutes(1)))
struct ForeignTransferTests {
    private static let late = Sample.deadline.advanced(bySeconds: 1)

    private static func standing(
        _ position: TransferFact.Position,
        arrivedAt arrival: Instant = Sample.opened,
        isFinal: Bool = false,
        beside others: [TransferFact] = [],
        to choice: Choice
    ) -> Standing {
        let foreign = Sample.transfer(
            100,
            position,
            to: choice,
            number: 9,
            isFinal: isFinal,
            arrivedAt: arrival,
            rating: .foreign
        )
        return Sample.invoice().standing(
            given: Sample.facts([choice], others + [foreign]),
            at: Sample.opened
        )
    }

    @Test(arguments: [TransferFact.Position.pending, .inBlock(height: 1), .gone])
    func `it neither counts nor is it received, late, or lost`(
        position: TransferFact.Position
    ) throws {
        let choice = try Sample.choice()
        for arrival in [Sample.opened, Self.late] {
            let standing = Self.standing(position, arrivedAt: arrival, to: choice)
            #expect(standing == Sample.standing())
        }
    }

    @Test func `it does not count when it is irreversible either`() throws {
        let choice = try Sample.choice()
        let standing = Self.standing(.inBlock(height: 1), isFinal: true, to: choice)
        #expect(standing == Sample.standing())
    }

    @Test func `it counts for nothing when no confirmations are asked for`() throws {
        let choice = try Sample.choice(confirmations: 0)
        #expect(Self.standing(.pending, to: choice) == Sample.standing())
    }

    @Test func `what was asked for counts beside it as if it were alone`() throws {
        let choice = try Sample.choice()
        let own = Sample.transfer(100, .inBlock(height: 1), to: choice)
        let alone = Sample.invoice()
            .standing(given: Sample.facts([choice], [own]), at: Sample.opened)
        let standing = Self.standing(.inBlock(height: 1), beside: [own], to: choice)
        #expect(standing == alone)
        #expect(standing.confirmed == .paid)
    }
}
