import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StandingTests {
    /// What came to one choice of 100 units that asks for 2 confirmations, the tip being 100.
    struct Case: Sendable {
        let name: String
        let transfers: [(units: UInt128, position: TransferFact.Position)]
        let confirmed: Standing.Level
        let seen: Standing.Level
    }

    static let cases: [Case] = [
        Case(name: "nothing", transfers: [], confirmed: .unpaid, seen: .unpaid),
        Case(name: "waiting", transfers: [(100, .pending)], confirmed: .unpaid, seen: .paid),
        Case(
            name: "one of two confirmations",
            transfers: [(100, .inBlock(height: 100))],
            confirmed: .unpaid,
            seen: .paid
        ),
        Case(
            name: "deep enough",
            transfers: [(100, .inBlock(height: 99))],
            confirmed: .paid,
            seen: .paid
        ),
        Case(
            name: "half",
            transfers: [(50, .inBlock(height: 99))],
            confirmed: .partlyPaid,
            seen: .partlyPaid
        ),
        Case(
            name: "half deep, half waiting",
            transfers: [(50, .inBlock(height: 99)), (50, .pending)],
            confirmed: .partlyPaid,
            seen: .paid
        ),
        Case(
            name: "two parts",
            transfers: [(60, .inBlock(height: 99)), (40, .inBlock(height: 1))],
            confirmed: .paid,
            seen: .paid
        ),
        Case(
            name: "one unit less",
            transfers: [(99, .inBlock(height: 99))],
            confirmed: .partlyPaid,
            seen: .partlyPaid
        ),
        Case(
            name: "one unit more",
            transfers: [(101, .inBlock(height: 99))],
            confirmed: .overPaid,
            seen: .overPaid
        ),
        Case(
            name: "more with what waits",
            transfers: [(100, .inBlock(height: 99)), (1, .pending)],
            confirmed: .paid,
            seen: .overPaid
        ),
        Case(name: "gone", transfers: [(100, .gone)], confirmed: .unpaid, seen: .unpaid),
        Case(
            name: "above the tip",
            transfers: [(100, .inBlock(height: 105))],
            confirmed: .unpaid,
            seen: .paid
        ),
    ]

    private static func standing(
        of transfers: [TransferFact],
        to choice: Choice,
        tolerance: Ratio = Ratio(whole: 0)
    ) -> Standing {
        Sample.invoice(tolerance: tolerance)
            .standing(given: Sample.facts([choice], transfers), at: Sample.opened)
    }

    @Test(arguments: cases)
    func `levels follow from what came and how deep it is`(given: Case) throws {
        let choice = try Sample.choice()
        let transfers = given.transfers.enumerated().map {
            Sample.transfer($1.units, $1.position, to: choice, number: $0)
        }
        let standing = Self.standing(of: transfers, to: choice)
        #expect(standing.confirmed == given.confirmed)
        #expect(standing.seen == given.seen)
    }

    @Test func `receipts tell what is deep and what waits`() throws {
        let choice = try Sample.choice()
        let standing = Self.standing(
            of: [
                Sample.transfer(30, .inBlock(height: 99), to: choice),
                Sample.transfer(20, .pending, to: choice, number: 1),
                Sample.transfer(7, .gone, to: choice, number: 2),
            ],
            to: choice
        )
        let receipt = try #require(standing.receipts.first)
        #expect(receipt.confirmed.units == 30)
        #expect(receipt.pending.units == 20)
        #expect(standing.hasPending)
        #expect(standing.hasLostMoney)
    }

    @Test func `without confirmations asked for, the first sight counts`() throws {
        let choice = try Sample.choice(confirmations: 0)
        let standing = Self.standing(of: [Sample.transfer(100, .pending, to: choice)], to: choice)
        #expect(standing.confirmed == .paid)
    }

    @Test func `an underpayment within the tolerance is paid, one unit less is not`() throws {
        let choice = try Sample.choice(due: 1_000)
        let tolerance = try Ratio(percent: "1.5")
        func level(_ units: UInt128) -> Standing.Level {
            Self.standing(
                of: [Sample.transfer(units, .inBlock(height: 1), to: choice)],
                to: choice,
                tolerance: tolerance
            ).confirmed
        }
        #expect(level(985) == .paid)
        #expect(level(984) == .partlyPaid)
    }

    @Test func `parts to two choices add up by their shares of each due`() throws {
        let first = try Sample.choice("a", due: 100)
        let second = try Sample.choice("b", of: Coin(Sample.btc, on: Sample.bitcoin), due: 1_000)
        func level(_ one: UInt128, _ other: UInt128) -> Standing.Level {
            Sample.invoice().standing(
                given: Sample.facts(
                    [first, second],
                    [
                        Sample.transfer(one, .inBlock(height: 9), to: first),
                        Sample.transfer(other, .inBlock(height: 9), to: second, number: 1),
                    ]
                ),
                at: Sample.opened
            ).confirmed
        }
        #expect(level(50, 500) == .paid)
        #expect(level(50, 499) == .partlyPaid)
        #expect(level(50, 501) == .overPaid)
    }

    @Test func `a payer's choice makes the invoice chosen, a shop's does not`() throws {
        let shops = try Sample.choice()
        let payers = try Sample.choice(chooser: .payer)
        #expect(!Self.standing(of: [], to: shops).isChosen)
        #expect(Self.standing(of: [], to: payers).isChosen)
    }

    @Test func `a final transfer counts for ever`() throws {
        let choice = try Sample.choice()
        for position in [TransferFact.Position.gone, .pending, .inBlock(height: 100)] {
            let fact = Sample.transfer(100, position, to: choice, isFinal: true)
            let standing = Self.standing(of: [fact], to: choice)
            #expect(standing.confirmed == .paid)
            #expect(!standing.hasLostMoney)
        }
    }

    @Test func `money that vanished is remembered and counts nothing`() throws {
        let choice = try Sample.choice()
        let standing = Self.standing(of: [Sample.transfer(100, .gone, to: choice)], to: choice)
        #expect(standing.hasLostMoney)
        #expect(standing.receipts.isEmpty)
    }

    @Test(arguments: [
        ([Mark](), Standing.Decision?.none), ([.paid], nil), ([.accepted], .accepted),
        ([.cancelled], .cancelled), ([.failed], .failed), ([.deleted, .accepted], .deleted),
        ([.accepted, .cancelled], .accepted), ([.cancelled, .failed, .paid], .cancelled),
    ])
    func `the weightiest mark decides`(marks: [Mark], decision: Standing.Decision?) throws {
        let facts = Sample.facts([try Sample.choice()], marks: Set(marks))
        #expect(
            Sample.invoice().standing(given: facts, at: Sample.opened).decision == decision
        )
    }

    @Test func `facts in every order give the same standing`() throws {
        let first = try Sample.choice("a")
        let second = try Sample.choice("b", of: Coin(Sample.btc, on: Sample.bitcoin), due: 777)
        let late = Sample.deadline.advanced(bySeconds: 1)
        let transfers = [
            Sample.transfer(33, .inBlock(height: 99), to: first, number: 1),
            Sample.transfer(11, .pending, to: first, number: 2),
            Sample.transfer(5, .gone, to: second, number: 3),
            Sample.transfer(
                300,
                .inBlock(height: 2),
                to: second,
                number: 4,
                arrivedAt: late,
                rating: .atArrival(try Ratio(decimal: "61.5"))
            ),
            Sample.transfer(9, .inBlock(height: 98), to: second, number: 5, rating: .awaited),
        ]
        func standing(_ transfers: [TransferFact]) -> Standing {
            Sample.invoice().standing(
                given: Sample.facts([first, second], transfers),
                at: late
            )
        }
        let expected = standing(transfers)
        #expect(expected.confirmed == .partlyPaid)
        for permuted in Self.permutations(of: transfers) { #expect(standing(permuted) == expected) }
    }

    private static func permutations<Element>(of elements: [Element]) -> [[Element]] {
        if elements.isEmpty { return [[]] }
        return elements.indices.flatMap { index in
            var rest = elements
            let first = rest.remove(at: index)
            return permutations(of: rest).map { [first] + $0 }
        }
    }
}
