import Payments
import Testing

@testable import Web

struct AnswerTextTests {
    private typealias World = CheckoutWorld

    private let world = World()
    private let choice: Choice
    private let deep = TransferFact.Position.inBlock(height: World.tip - 30)

    init() throws {
        choice = try World.choice()
    }

    /// What a payer reads about a transfer that is all his invoice knows.
    private func text(
        _ fact: TransferFact,
        marks: Set<Mark> = [],
        in world: World? = nil
    ) -> String {
        text(.known(fact), for: (world ?? self.world).record([choice], [fact], marks: marks))
    }

    private func text(_ answer: InquiryAnswer, for stored: InvoiceRecord) -> String {
        AnswerText(
            showcase: World.showcase,
            merchantName: "Tea House",
            words: .of(.english)
        )
        .sentences(on: answer, for: stored)
        .map { $0.plain(isRightToLeft: false) }.joined(separator: " ")
    }

    @Test func `what waits for blocks is told with its depth`() {
        let waiting = text(World.transfer(of: choice, .pending))
        #expect(waiting.contains("was found"))
        #expect(waiting.contains("Confirmations: 0 of 19"))
        let block = TransferFact.Position.inBlock(height: World.tip - 6)
        #expect(text(World.transfer(of: choice, block)).contains("Confirmations: 7 of 19"))
        #expect(!waiting.contains("missing"))
    }

    @Test func `what counts is told, and what is missing`() {
        let whole = text(World.transfer(of: choice, deep))
        #expect(whole == "It has arrived and counts: \(choice.quote.due.decimal) USDT.")
        let half = text(World.transfer(percent: 50, of: choice, deep))
        #expect(half.contains("counts: ") && half.contains("is still missing"))
        #expect(!text(World.transfer(percent: 150, of: choice, deep)).contains("missing"))
    }

    @Test func `what an expired or ended invoice misses is not asked for`() {
        var over = world
        over.now = World.deadline.advanced(bySeconds: 60)
        let part = World.transfer(percent: 50, of: choice, deep)
        #expect(!text(part, in: over).contains("missing"))
        #expect(!text(part, marks: [.cancelled]).contains("missing"))
    }

    @Test func `what came late is told with how it counts`() {
        let late = World.transfer(
            of: choice,
            deep,
            arrivedAt: World.deadline.advanced(bySeconds: 1),
            rating: .atArrival(choice.quote.rate.price)
        )
        #expect(text(late).contains("It came late and counts at the rate of its arrival."))
        let awaited = World.transfer(of: choice, deep, rating: .awaited)
        #expect(text(awaited).hasPrefix("It counts as soon as a fresh rate is known."))
        #expect(!text(awaited).contains("has arrived and counts"))
    }

    @Test func `another coin is held, taken, or not wanted`() throws {
        func foreign(_ rating: TransferFact.Rating) -> String {
            let coin = World.coin("USDC", "polygon")
            return text(World.transfer(of: choice, deep, coin: coin, rating: rating))
        }
        #expect(foreign(.foreign).contains("the shop decides whether it counts"))
        #expect(foreign(.ignored).contains("does not count"))
        #expect(foreign(.atArrival(try Ratio(decimal: "0.92"))).contains("It counts at the rate"))
    }

    @Test func `what was replaced does not count, unless it was final`() {
        #expect(text(World.transfer(of: choice, .gone)).contains("replaced or dropped"))
    }

    @Test(arguments: [
        (Inquiry.Finding.waiting(network: NetworkID("tron"), isFeeLow: false), "waits for a block"),
        (.waiting(network: NetworkID("tron"), isFeeLow: true), "Its fee is low"),
        (.recorded(network: NetworkID("bsc")), "in a block on BNB Smart Chain"),
        (.replaced(network: NetworkID("bitcoin")), "took its place on Bitcoin"),
        (.failed(network: NetworkID("ethereum")), "failed on Ethereum"),
        (.wrongToken(network: NetworkID("tron"), contract: "TX"), "contract TX on Tron"),
        (.wrongNetwork(NetworkID("polygon")), "found on Polygon, which is not the network"),
        (.notToThisInvoice(network: NetworkID("tron")), "does not pay an address"),
        (.notToThisInvoice(network: NetworkID("gone")), "found on gone"),
        (.unknown, "No network knows it yet"), (.outOfReach, "cannot be asked"),
    ])
    func `each finding has its words`(finding: Inquiry.Finding, words: String) {
        #expect(text(.found(finding), for: world.record([choice])).contains(words))
    }

    @Test func `a question that nobody looked at, and a text that is no hash`() {
        #expect(text(.looking, for: world.record([choice])).contains("looking for it"))
        #expect(text(.malformed, for: world.record([choice])).contains("no transaction hash"))
    }

    @Test func `every answer has words in every language`() throws {
        let fact = World.transfer(percent: 36, of: choice, deep)
        let stored = world.record([choice], [fact])
        for language in Language.allCases {
            let texts = AnswerText(
                showcase: World.showcase,
                merchantName: "Tea House",
                words: .of(language)
            )
            for asked in CheckoutState.answers(about: fact, txid: World.txid) {
                let sentences = texts.sentences(on: asked.answer, for: stored)
                #expect(!sentences.isEmpty)
                #expect(sentences.allSatisfy { !$0.parts.isEmpty })
            }
        }
    }
}
