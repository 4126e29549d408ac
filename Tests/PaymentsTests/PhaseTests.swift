import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PhaseTests {
    static let cases: [(Standing, Phase)] = [
        (Sample.standing(), .chosen),
        (Sample.standing(isChosen: true), .chosen),
        (Sample.standing(isExpired: true), .expired),
        (Sample.standing(isExpired: true, hasLostMoney: true), .expired),
        (Sample.standing(seen: .partlyPaid, pending: 1), .underway),
        (Sample.standing(seen: .paid, pending: 100), .underway),
        (Sample.standing(pending: 1, isExpired: true), .underway),
        (Sample.standing(.partlyPaid), .underway),
        (Sample.standing(.partlyPaid, seen: .paid, pending: 50), .underway),
        (Sample.standing(.partlyPaid, isExpired: true), .short),
        (Sample.standing(.partlyPaid, pending: 1, isExpired: true), .short),
        (Sample.standing(.paid), .paid),
        (Sample.standing(.paid, seen: .overPaid, pending: 1), .paid),
        (Sample.standing(.paid, isExpired: true, hasLateMoney: true), .paid),
        (Sample.standing(.overPaid), .overPaid),
        (Sample.standing(.paid, decision: .accepted), .paid),
        (Sample.standing(.overPaid, decision: .accepted), .overPaid),
        (Sample.standing(decision: .cancelled), .cancelled),
        (Sample.standing(.paid, decision: .cancelled), .cancelled),
        (Sample.standing(.partlyPaid, isExpired: true, decision: .deleted), .deleted),
        (Sample.standing(pending: 1, decision: .failed), .failed),
    ]

    private static let several = Sample.invoice(
        coins: [Coin(Sample.ltc, on: Sample.litecoin), Coin(Sample.btc, on: Sample.bitcoin)]
    )

    @Test(arguments: cases.indices)
    func `a standing has one phase`(row: Int) {
        let (standing, phase) = Self.cases[row]
        #expect(Sample.invoice().phase(at: standing) == phase)
    }

    @Test func `among several coins an invoice is open until the payer chose`() {
        #expect(Self.several.phase(at: Sample.standing()) == .open)
        #expect(Self.several.phase(at: Sample.standing(isChosen: true)) == .chosen)
        #expect(Self.several.phase(at: Sample.standing(isExpired: true)) == .expired)
        #expect(Self.several.phase(at: Sample.standing(pending: 1)) == .underway)
    }

    @Test func `every phase is reached by some standing`() {
        let reached = Self.cases.map(\.1) + [Self.several.phase(at: Sample.standing())]
        #expect(Set(reached) == Set(Phase.allCases))
    }
}
