import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct MayRequoteTests {
    private static func mayRequote(
        _ standing: Standing,
        slippage: Ratio? = Ratio(whole: 0),
        choices: Int = 1,
        transfers: [TransferFact] = []
    ) throws -> Bool {
        let facts = Sample.facts(
            try (0..<choices).map { try Sample.choice("c\($0)") },
            transfers
        )
        return Sample.invoice(slippage: slippage).mayRequote(given: facts, at: standing)
    }

    @Test func `an invoice that follows the price may be quoted anew once a coin is chosen`() throws
    {
        #expect(try Self.mayRequote(Sample.standing()))
        #expect(try Self.mayRequote(Sample.standing(isChosen: true), choices: 3))
        #expect(try !Self.mayRequote(Sample.standing(), choices: 0))
    }

    @Test func `an invoice without slippage keeps its quote`() throws {
        #expect(try !Self.mayRequote(Sample.standing(), slippage: nil))
    }

    @Test(arguments: [
        Sample.standing(seen: .partlyPaid, pending: 1), Sample.standing(.partlyPaid),
        Sample.standing(.paid), Sample.standing(.overPaid), Sample.standing(isExpired: true),
        Sample.standing(decision: .cancelled),
    ])
    func `nothing is quoted anew once money was seen, time ran out, or it is over`(
        standing: Standing
    ) throws {
        #expect(try !Self.mayRequote(standing))
    }

    @Test func `nothing is quoted anew after money that vanished or is in another asset`() throws {
        let choice = try Sample.choice("c0")
        let gone = Sample.transfer(100, .gone, to: choice)
        #expect(try !Self.mayRequote(Sample.standing(hasLostMoney: true), transfers: [gone]))
        let foreign = Sample.transfer(100, .pending, to: choice, rating: .foreign)
        #expect(try !Self.mayRequote(Sample.standing(), transfers: [foreign]))
    }
}
