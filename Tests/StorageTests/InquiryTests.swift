import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct InquiryTests {
    private static func hash(_ number: Int) throws -> TransactionHash {
        let digits = String(number, radix: 16)
        return try #require(
            TransactionHash(String(repeating: "0", count: 64 - digits.count) + digits)
        )
    }

    private static func later(_ seconds: Int64) -> Instant {
        StoreFixture.start.advanced(bySeconds: seconds)
    }

    private static func ask(
        _ number: Int = 1,
        on invoice: InvoiceID,
        in fixture: StoreFixture,
        limits: InquiryLimits = InquiryLimits(),
        after seconds: Int64 = 0
    ) async throws -> InquiryOutcome {
        let hash = try hash(number)
        return try await fixture.store.write { transaction in
            try transaction.ask(hash, on: invoice, limits: limits, at: later(seconds))
        }
    }

    private static func inquiries(
        on invoice: InvoiceID,
        in fixture: StoreFixture
    ) async throws -> [Inquiry] {
        try await fixture.store.read { try $0.inquiries(of: invoice) }
    }

    private static func due(
        _ fixture: StoreFixture,
        after seconds: Int64 = 0
    ) async throws -> [String] {
        try await fixture.store.read { transaction in
            try transaction.inquiriesToLook(at: later(seconds), limit: 10).map(\.txid)
        }
    }

    @Test func `a question is stored once, and asked again after a while`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        #expect(try await Self.ask(on: id, in: fixture) == .asked)
        #expect(try await Self.ask(on: id, in: fixture, after: 29) == .asked)
        let first = try await Self.inquiries(on: id, in: fixture)
        #expect(first.map(\.askedAt) == [StoreFixture.start])
        #expect(first.map(\.finding) == [nil])
        #expect(try await Self.ask(on: id, in: fixture, after: 30) == .asked)
        #expect(
            try await Self.inquiries(on: id, in: fixture).map(\.askedAt) == [Self.later(30)]
        )
        #expect(try await Self.due(fixture, after: 29) == [])
        #expect(try await Self.due(fixture, after: 30) == [try Self.hash(1).digits])
    }

    @Test func `there are so many on an invoice, and so many that wait`() async throws {
        let fixture = try await StoreFixture()
        let (one, two) = (try await fixture.open(1), try await fixture.open(2))
        var limits = InquiryLimits()
        limits.hashesMax = 2
        limits.waitingMax = 3
        for number in 1...2 {
            #expect(try await Self.ask(number, on: one, in: fixture, limits: limits) == .asked)
        }
        #expect(try await Self.ask(3, on: one, in: fixture, limits: limits) == .tooMany)
        // The same one is not one more.
        #expect(
            try await Self.ask(2, on: one, in: fixture, limits: limits, after: 60) == .asked
        )
        #expect(try await Self.ask(1, on: two, in: fixture, limits: limits) == .asked)
        #expect(try await Self.ask(2, on: two, in: fixture, limits: limits) == .busy)
        let inquiry = try #require(try await Self.inquiries(on: two, in: fixture).first)
        // One that is looked into again still waits; one that is answered for good does not.
        for (lookAgain, outcome) in [(Self.later(5), InquiryOutcome.busy), (nil, .asked)] {
            _ = try await fixture.store.write { transaction in
                try transaction.answer(
                    inquiry,
                    with: .unknown,
                    lookAgain: lookAgain,
                    at: StoreFixture.start
                )
            }
            #expect(try await Self.ask(2, on: two, in: fixture, limits: limits) == outcome)
        }
    }

    @Test(arguments: [
        Inquiry.Finding.waiting(network: StoreFixture.network, isFeeLow: true),
        .waiting(network: StoreFixture.network, isFeeLow: false),
        .recorded(network: StoreFixture.network), .replaced(network: StoreFixture.network),
        .failed(network: StoreFixture.network), .wrongNetwork(StoreFixture.network),
        .wrongToken(network: StoreFixture.network, contract: "0xabc"),
        .notToThisInvoice(network: StoreFixture.network), .unknown, .outOfReach,
    ])
    func `an answer is stored as it is, and is news once`(finding: Inquiry.Finding) async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        _ = try await Self.ask(on: id, in: fixture)
        let asked = try await Self.inquiries(on: id, in: fixture)[0]
        func answer(_ finding: Inquiry.Finding?, _ seconds: Int64) async throws -> Bool {
            try await fixture.store.write { transaction in
                try transaction.answer(
                    asked,
                    with: finding,
                    lookAgain: nil,
                    at: Self.later(seconds)
                )
            }
        }
        #expect(try await !answer(nil, 1))
        #expect(try await Self.inquiries(on: id, in: fixture)[0].answeredAt == nil)
        #expect(try await answer(finding, 2))
        #expect(try await !answer(finding, 3))
        #expect(try await !answer(nil, 4))
        let stored = try await Self.inquiries(on: id, in: fixture)[0]
        #expect(stored.finding == finding)
        #expect(stored.answeredAt == Self.later(2))
        #expect(try await Self.due(fixture, after: 1_000_000) == [])
    }

    @Test func `who asks again while his question is looked into is looked after again`()
        async throws
    {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        _ = try await Self.ask(on: id, in: fixture)
        let old = try await Self.inquiries(on: id, in: fixture)[0]
        _ = try await Self.ask(on: id, in: fixture, after: 40)
        _ = try await fixture.store.write { transaction in
            try transaction.answer(old, with: .unknown, lookAgain: nil, at: Self.later(41))
        }
        #expect(try await Self.due(fixture, after: 41).count == 1)
    }

    @Test func `what paid another invoice is known by its network alone`() async throws {
        let fixture = try await StoreFixture()
        let (one, two) = (try await fixture.open(1), try await fixture.open(2))
        let txid = try Self.hash(7).digits
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100, txid: txid)
        chain.mine()
        try await fixture.follow(chain)
        for (invoice, isKnown) in [(one, true), (two, false)] {
            _ = try await Self.ask(7, on: invoice, in: fixture)
            let asked = try await Self.inquiries(on: invoice, in: fixture)[0]
            let hash = try Self.hash(7)
            let ground = try await fixture.store.read { transaction in
                try transaction.ground(of: asked, naming: hash)
            }
            #expect((ground?.stored.fact(of: hash) != nil) == isKnown)
            #expect(ground?.networksOfOthers == (isKnown ? [] : [StoreFixture.network]))
            let number = isKnown ? 1 : 2
            #expect(
                ground?.accounts == [
                    PayableAccount(
                        network: StoreFixture.network,
                        matchBytes: Array("m\(number)".utf8)
                    )
                ]
            )
        }
    }

    private static func reread(
        _ number: Int = 1,
        on invoice: InvoiceID,
        at height: UInt64,
        in fixture: StoreFixture,
        network: NetworkID = StoreFixture.network,
        limits: InquiryLimits = InquiryLimits(),
        after seconds: Int64 = 0
    ) async throws -> RereadOutcome {
        let hash = try hash(number)
        let asked = try await inquiries(on: invoice, in: fixture)
        let inquiry = try #require(asked.first { $0.txid == hash.digits })
        return try await fixture.store.write { transaction in
            try transaction.reread(
                for: inquiry,
                naming: hash,
                on: network,
                at: height,
                limits: limits,
                now: later(seconds)
            )
        }
    }

    @Test func `blocks are read again once for a question, and only where it makes sense`()
        async throws
    {
        let fixture = try await StoreFixture()
        var chain = ScriptedChain()
        chain.mine(10)
        try await fixture.follow(chain)
        let id = try await fixture.open()
        chain.mine(10)
        try await fixture.follow(chain)
        for number in 1...3 { _ = try await Self.ask(number, on: id, in: fixture) }
        // The address was issued at block 10, and the chain was read to block 20.
        #expect(try await Self.reread(on: id, at: 21, in: fixture) == .underway)
        #expect(try await Self.reread(on: id, at: 10, in: fixture) == .tooOld)
        var limits = InquiryLimits()
        limits.rereadBlocksMax = 4
        #expect(
            try await Self.reread(3, on: id, at: 15, in: fixture, limits: limits)
                == .operatorsTurn
        )
        #expect(try await fixture.cursor()?.rescanFrom == nil)
        #expect(try await Self.reread(on: id, at: 15, in: fixture, after: 600) == .requested)
        #expect(try await fixture.cursor()?.rescanFrom == 15)
        #expect(try await Self.reread(on: id, at: 15, in: fixture, after: 600) == .underway)
        // While they are read again.
        let before = chain.blocks[14].id
        try await fixture.store.write { try $0.rewind(StoreFixture.network, to: before) }
        #expect(try await Self.reread(on: id, at: 15, in: fixture, after: 601) == .underway)
        try await fixture.follow(chain)
        #expect(try await Self.reread(on: id, at: 15, in: fixture, after: 602) == .vain)
        // Another question does not have them read again at once.
        #expect(try await Self.reread(2, on: id, at: 15, in: fixture, after: 700) == .underway)
        #expect(try await Self.reread(2, on: id, at: 15, in: fixture, after: 1_300) == .requested)
        let incidents = try await fixture.store.read { try $0.incidents(limit: 10) }
        #expect(incidents.map(\.kind) == Array(repeating: .paymentOverlooked, count: 3))
        #expect(incidents.allSatisfy { $0.invoice == id })
    }

    @Test func `what was recorded meanwhile is not looked for again`() async throws {
        let fixture = try await StoreFixture()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        let id = try await fixture.open()
        _ = try await Self.ask(7, on: id, in: fixture)
        chain.pay(1, 100, txid: try Self.hash(7).digits)
        chain.mine()
        try await fixture.follow(chain)
        #expect(try await Self.reread(7, on: id, at: 1, in: fixture) == .recorded)
    }

    @Test func `an operator's deeper wish to read again is kept`() async throws {
        let fixture = try await StoreFixture()
        var chain = ScriptedChain()
        chain.mine(10)
        try await fixture.follow(chain)
        for height in [UInt64(5), 8, 3] {
            _ = try await fixture.store.write { transaction in
                try transaction.requestRescan(of: StoreFixture.network, from: height)
            }
        }
        #expect(try await fixture.cursor()?.rescanFrom == 3)
    }
}
