import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct InvoiceEventTests {
    struct Case: Sendable {
        let before: Standing
        let after: Standing
        var wasPaidBefore = false
        let event: InvoiceEvent?

        init(
            _ before: Standing,
            _ after: Standing,
            wasPaidBefore: Bool = false,
            is event: InvoiceEvent?
        ) {
            self.before = before
            self.after = after
            self.wasPaidBefore = wasPaidBefore
            self.event = event
        }
    }

    static let unpaid = Sample.standing()
    static let paid = Sample.standing(.paid)

    static let cases: [Case] = [
        Case(unpaid, unpaid, is: nil),
        Case(unpaid, Sample.standing(isChosen: true), is: .chosen),
        Case(unpaid, Sample.standing(seen: .paid, pending: 100), is: .received),
        Case(unpaid, Sample.standing(.partlyPaid), is: .partlyPaid),
        Case(unpaid, paid, is: .paid),
        Case(Sample.standing(.partlyPaid), paid, is: .paid),
        Case(unpaid, Sample.standing(.overPaid), is: .overPaid),
        Case(paid, Sample.standing(.overPaid), wasPaidBefore: true, is: .overPaid),
        Case(paid, unpaid, wasPaidBefore: true, is: .reorganised),
        Case(paid, Sample.standing(.partlyPaid), wasPaidBefore: true, is: .reorganised),
        Case(Sample.standing(.overPaid), paid, wasPaidBefore: true, is: .reorganised),
        Case(unpaid, paid, wasPaidBefore: true, is: .restored),
        Case(
            Sample.standing(seen: .paid, pending: 100),
            Sample.standing(hasLostMoney: true),
            is: .lost
        ),
        Case(
            Sample.standing(seen: .overPaid, pending: 200),
            Sample.standing(seen: .overPaid, pending: 150, hasLostMoney: true),
            is: .received
        ),
        Case(unpaid, Sample.standing(isExpired: true), is: .expired),
        Case(paid, Sample.standing(.paid, isExpired: true), wasPaidBefore: true, is: .expired),
        Case(
            unpaid,
            Sample.standing(.paid, isExpired: true),
            is: .paid
        ),
        Case(
            paid,
            Sample.standing(.paid, decision: .accepted),
            wasPaidBefore: true,
            is: .accepted
        ),
        Case(unpaid, Sample.standing(.paid, decision: .cancelled), is: .cancelled),
        Case(unpaid, Sample.standing(decision: .deleted), is: .deleted),
        Case(unpaid, Sample.standing(decision: .failed), is: .failed),
    ]

    @Test(arguments: cases)
    func `a change is named for its weightiest part`(given: Case) {
        let event = InvoiceEvent(
            from: given.before,
            to: given.after,
            wasPaidBefore: given.wasPaidBefore
        )
        #expect(event == given.event)
    }

    @Test func `the first standing is the opening`() {
        for standing in [Self.unpaid, Self.paid] {
            #expect(InvoiceEvent(from: nil, to: standing, wasPaidBefore: false) == .opened)
        }
    }

    @Test func `paid comes once: the same money confirmed again is restored`() {
        var wasPaid = false
        var events: [InvoiceEvent] = []
        let life = [Self.unpaid, Self.paid, Self.unpaid, Self.paid, Self.unpaid, Self.paid]
        for (before, after) in zip(life, life.dropFirst()) {
            let event = InvoiceEvent(from: before, to: after, wasPaidBefore: wasPaid)
            if after.confirmed >= .paid { wasPaid = true }
            if let event { events.append(event) }
        }
        #expect(events == [.paid, .reorganised, .restored, .reorganised, .restored])
    }

    @Test func `every change of a standing is an event`() {
        let standings = Self.cases.flatMap { [$0.before, $0.after] }
        for before in standings {
            for after in standings {
                let event = InvoiceEvent(from: before, to: after, wasPaidBefore: false)
                #expect((event == nil) == (before == after))
            }
        }
    }
}
