import Payments
import Testing

@Suite struct InquiryAnswerTests {
    private static let digits = String(repeating: "ab", count: 32)

    private static func fact(
        _ units: UInt128,
        _ position: TransferFact.Position = .pending,
        index: UInt32 = 0,
        txid: String = digits,
        of asset: Asset = Sample.ltc,
        rating: TransferFact.Rating = .quoted,
        to choice: Choice
    ) -> TransferFact {
        TransferFact(
            transfer: Transfer(
                id: Transfer.ID(network: Sample.litecoin, txid: txid, index: index),
                address: choice.address,
                amount: Amount(units: units, of: asset)
            ),
            choice: choice.id,
            position: position,
            isFinal: false,
            arrivedAt: Sample.opened,
            rating: rating
        )
    }

    private static func answer(
        _ transfers: [TransferFact],
        by choice: Choice,
        finding: Inquiry.Finding? = nil
    ) -> InquiryAnswer {
        let invoice = Sample.invoice()
        let facts = Sample.facts([choice], transfers)
        let stored = InvoiceRecord(
            invoice: invoice,
            facts: facts,
            standing: invoice.standing(given: facts, at: Sample.opened),
            revision: 1,
            updatedAt: Sample.opened,
            doneAt: nil,
            answeredAt: nil
        )
        return stored.answer(
            to: Inquiry(
                invoice: invoice.id,
                txid: digits,
                askedAt: Sample.opened,
                answeredAt: nil,
                finding: finding
            )
        )
    }

    @Test func `the facts go before whatever was found`() throws {
        let choice = try Sample.choice()
        let fact = Self.fact(40, .inBlock(height: 7), to: choice)
        #expect(Self.answer([fact], by: choice, finding: .unknown) == .known(fact))
        #expect(Self.answer([], by: choice, finding: .unknown) == .found(.unknown))
        #expect(Self.answer([], by: choice) == .looking)
    }

    @Test func `a transaction is known by its digits, with 0x or without`() throws {
        let choice = try Sample.choice()
        let fact = Self.fact(40, txid: "0x\(Self.digits)", to: choice)
        #expect(Self.answer([fact], by: choice) == .known(fact))
        let other = Self.fact(40, txid: String(repeating: "cd", count: 32), to: choice)
        #expect(Self.answer([other], by: choice) == .looking)
    }

    @Test func `several outputs are told of as one`() throws {
        let choice = try Sample.choice()
        let parts = [40, 30, 20].enumerated().map { index, units in
            Self.fact(units, index: UInt32(index), to: choice)
        }
        #expect(Self.answer(parts, by: choice) == .known(Self.fact(90, to: choice)))
    }

    @Test func `of several coins the one that counts is told of`() throws {
        let choice = try Sample.choice()
        let foreign = Self.fact(900, index: 1, of: Sample.eth, rating: .foreign, to: choice)
        let own = Self.fact(40, index: 2, to: choice)
        #expect(Self.answer([foreign, own], by: choice) == .known(own))
        #expect(Self.answer([foreign], by: choice) == .known(foreign))
        let gone = Self.fact(90, .gone, index: 3, to: choice)
        #expect(Self.answer([gone, foreign], by: choice) == .known(foreign))
    }

    @Test func `a sum beyond 128 bits is not made`() throws {
        let choice = try Sample.choice()
        let parts = [
            Self.fact(.max, index: 0, to: choice), Self.fact(1, index: 1, to: choice),
        ]
        #expect(Self.answer(parts, by: choice) == .known(parts[0]))
    }
}
