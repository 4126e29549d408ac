import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ChoiceTests {
    private static func choice(dues: [UInt128]) throws -> Choice {
        let quotes = try dues.map { try Sample.choice(due: $0).quote }
        return Choice(
            id: ChoiceID("ltc"),
            address: "address",
            quote: quotes[0],
            requotes: Array(quotes.dropFirst()),
            confirmations: 2,
            finality: 6,
            chooser: .shop,
            chosenAt: Sample.opened
        )
    }

    @Test func `the first quote counts until there is a newer one, then the last does`() throws {
        #expect(try Self.choice(dues: [100]).quote.due.units == 100)
        let requoted = try Self.choice(dues: [100, 120, 80])
        #expect(requoted.quote.due.units == 80)
        #expect(requoted.firstQuote.due.units == 100)
        #expect(requoted.requotes.map(\.due.units) == [120, 80])
    }

    @Test func `what was paid is measured by the last quote`() throws {
        func level(of dues: [UInt128]) throws -> Standing.Level {
            let choice = try Self.choice(dues: dues)
            let fact = Sample.transfer(100, .inBlock(height: 1), to: choice)
            return Sample.invoice()
                .standing(given: Sample.facts([choice], [fact]), at: Sample.opened).confirmed
        }
        #expect(try level(of: [100]) == .paid)
        #expect(try level(of: [100, 101]) == .partlyPaid)
        #expect(try level(of: [100, 101, 99]) == .overPaid)
    }
}
