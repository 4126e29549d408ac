import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StandingDeadlineTests {
    private static let justAfter = Instant(microseconds: Sample.deadline.microseconds + 1)

    private static func isExpired(_ facts: Facts, at now: Instant) -> Bool {
        Sample.invoice().standing(given: facts, at: now).isExpired
    }

    @Test func `an unpaid invoice expires after its deadline, not at it`() throws {
        let facts = Sample.facts([try Sample.choice()], caughtUpAt: Self.justAfter)
        #expect(!Self.isExpired(facts, at: Sample.deadline))
        #expect(Self.isExpired(facts, at: Self.justAfter))
    }

    @Test func `an invoice without a choice expires by the clock alone`() {
        #expect(!Self.isExpired(Facts(), at: Sample.deadline))
        #expect(Self.isExpired(Facts(), at: Self.justAfter))
    }

    @Test func `an invoice does not expire while its network is not read beyond the deadline`()
        throws
    {
        let choice = try Sample.choice()
        let muchLater = Sample.deadline.advanced(bySeconds: 86_400)
        #expect(!Self.isExpired(Sample.facts([choice], caughtUpAt: Sample.deadline), at: muchLater))
        #expect(!Self.isExpired(Facts(choices: [choice]), at: muchLater))
    }

    @Test func `one network that lags keeps the invoice open`() throws {
        let bitcoin = Coin(Sample.btc, on: Sample.bitcoin)
        var facts = Sample.facts(
            [try Sample.choice("a"), try Sample.choice("b", of: bitcoin)],
            caughtUpAt: Self.justAfter
        )
        #expect(Self.isExpired(facts, at: Self.justAfter))
        facts.tips[Sample.bitcoin] = Facts.Tip(height: 100, caughtUpAt: Sample.opened)
        #expect(!Self.isExpired(facts, at: Self.justAfter))
    }

    @Test func `money seen at the deadline is in time, a moment later it is late`() throws {
        let choice = try Sample.choice()
        func isLate(_ arrival: Instant, _ position: TransferFact.Position = .pending) -> Bool {
            let fact = Sample.transfer(1, position, to: choice, arrivedAt: arrival)
            return Sample.invoice()
                .standing(given: Sample.facts([choice], [fact]), at: arrival).hasLateMoney
        }
        #expect(!isLate(Sample.deadline))
        #expect(isLate(Self.justAfter))
        #expect(!isLate(Self.justAfter, .gone))
    }

    @Test func `late money at the rate of its arrival counts by both rates`() throws {
        // The choice was quoted at 80: at 40 a transfer counts half, at 160 twice.
        let choice = try Sample.choice()
        func level(_ price: String) throws -> Standing.Level {
            let fact = Sample.transfer(
                100,
                .inBlock(height: 1),
                to: choice,
                arrivedAt: Self.justAfter,
                rating: .atArrival(try Ratio(decimal: price))
            )
            return Sample.invoice()
                .standing(given: Sample.facts([choice], [fact]), at: Self.justAfter).confirmed
        }
        #expect(try level("40") == .partlyPaid)
        #expect(try level("80") == .paid)
        #expect(try level("160") == .overPaid)
    }

    @Test func `late money without a price is seen and not counted as confirmed`() throws {
        let choice = try Sample.choice()
        let fact = Sample.transfer(
            100,
            .inBlock(height: 1),
            to: choice,
            arrivedAt: Self.justAfter,
            rating: .awaited
        )
        let standing = Sample.invoice()
            .standing(given: Sample.facts([choice], [fact]), at: Self.justAfter)
        #expect(standing.confirmed == .unpaid)
        #expect(standing.seen == .paid)
        #expect(standing.hasPending)
    }

    @Test func `time does not run out for what is paid`() throws {
        let choice = try Sample.choice()
        for (units, isExpired) in [(UInt128(100), false), (99, true)] {
            let fact = Sample.transfer(units, .inBlock(height: 1), to: choice)
            let facts = Sample.facts([choice], [fact], caughtUpAt: Self.justAfter)
            let standing = Sample.invoice().standing(given: facts, at: Self.justAfter)
            #expect(standing.isExpired == isExpired)
        }
    }

    @Test func `the next check is the deadline until the invoice is over or paid`() {
        let invoice = Sample.invoice()
        #expect(invoice.nextCheck(after: Sample.standing()) == Sample.deadline)
        #expect(invoice.nextCheck(after: Sample.standing(.paid)) == nil)
        #expect(invoice.nextCheck(after: Sample.standing(isExpired: true)) == nil)
        #expect(invoice.nextCheck(after: Sample.standing(decision: .cancelled)) == nil)
    }

    @Test(arguments: [
        (Sample.standing(isExpired: true), true), (Sample.standing(), false),
        (Sample.standing(.partlyPaid, isExpired: true), true),
        (Sample.standing(.paid, isExpired: true), false),
        (Sample.standing(pending: 1, isExpired: true), false),
        (Sample.standing(isExpired: true, hasLateMoney: true), false),
    ])
    func `time has run out when nothing is on its way`(standing: Standing, hasRunOut: Bool) {
        #expect(standing.hasRunOut == hasRunOut)
    }

    @Test(arguments: [
        (Mark.accepted, Sample.standing(.paid), true),
        (.accepted, Sample.standing(.overPaid, isExpired: true), true),
        (.accepted, Sample.standing(.partlyPaid, seen: .paid, pending: 50), false),
        (.accepted, Sample.standing(.paid, decision: .cancelled), false),
        (.accepted, Sample.standing(.paid, decision: .accepted), false),
        (.cancelled, Sample.standing(), true), (.cancelled, Sample.standing(.paid), true),
        (.cancelled, Sample.standing(isExpired: true), false),
        (.cancelled, Sample.standing(pending: 1, isExpired: true), true),
        (.cancelled, Sample.standing(decision: .accepted), false),
        (.paid, Sample.standing(.paid), true), (.paid, Sample.standing(.partlyPaid), false),
        (.deleted, Sample.standing(isExpired: true), true),
        (.deleted, Sample.standing(decision: .deleted), false),
        (.failed, Sample.standing(), true), (.failed, Sample.standing(decision: .failed), false),
    ])
    func `a decision is allowed by the standing`(
        mark: Mark,
        standing: Standing,
        isAllowed: Bool
    ) {
        #expect(standing.allows(mark) == isAllowed)
    }

    @Test func `the active choice is the last one money came to, else the last one made`() throws {
        let first = try Sample.choice("a")
        let second = try Sample.choice("b")
        var facts = Sample.facts([first, second])
        let invoice = Sample.invoice()
        func active() -> ChoiceID? {
            facts.activeChoice(at: invoice.standing(given: facts, at: Sample.opened))?.id
        }
        #expect(active() == second.id)
        facts.transfers = [Sample.transfer(1, .pending, to: first)]
        #expect(active() == first.id)
    }
}
