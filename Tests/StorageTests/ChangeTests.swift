import GRDB
import Payments
import Testing

@testable import Storage

/// What open pages are told by: changes since a moment.
@Suite(.timeLimit(.minutes(1)))
struct ChangeTests {
    @Test func `standings stored since a moment come page by page, each once`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...7 { try await fixture.open(number) }
        let all = try await fixture.store.read {
            try $0.standingsChanged(since: StoreFixture.start, after: nil, limit: 100)
        }
        #expect(all.count == 7)
        #expect(all.allSatisfy { $0.revision == 1 && $0.changedAt == StoreFixture.start })
        var paged: [StandingChange] = []
        while true {
            let last = paged.last
            let page = try await fixture.store.read {
                try $0.standingsChanged(since: StoreFixture.start, after: last, limit: 3)
            }
            paged += page
            if page.count < 3 { break }
        }
        #expect(paged == all)
        let later = StoreFixture.start.advanced(bySeconds: 1)
        let none = try await fixture.store.read {
            try $0.standingsChanged(since: later, after: nil, limit: 100)
        }
        #expect(none.isEmpty)
    }

    @Test func `answers since a moment are found, and questions without one are not`()
        async throws
    {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        try await fixture.open(2)
        let id = InvoiceID("invoice-1")
        #expect(try await fixture.store.read { try $0.lastAnswer(on: id) } == nil)
        try fixture.raw { database in
            for (txid, answeredAt) in [("a", "5000000"), ("b", "7000000"), ("c", "NULL")] {
                try database.execute(
                    sql: """
                        INSERT INTO inquiries (invoice_id, txid, asked_at, answered_at)
                        VALUES ('invoice-1', '\(txid)', 1, \(answeredAt))
                        """
                )
            }
        }
        func answers(since seconds: Int64) async throws -> [InquiryChange] {
            try await fixture.store.read {
                try $0.inquiriesAnswered(since: Instant(seconds: seconds), limit: 10)
            }
        }
        #expect(
            try await answers(since: 5) == [
                InquiryChange(invoice: id, answeredAt: Instant(seconds: 7)),
                InquiryChange(invoice: id, answeredAt: Instant(seconds: 5)),
            ]
        )
        #expect(try await answers(since: 6).count == 1)
        #expect(try await answers(since: 8).isEmpty)
        let last = try await fixture.store.read { try $0.lastAnswer(on: id) }
        #expect(last == Instant(seconds: 7))
    }

    @Test func `a logo is kept as it is, and replaced by the next one`() async throws {
        let fixture = try await StoreFixture()
        #expect(try await fixture.store.read { try $0.logo(of: StoreFixture.merchant) } == nil)
        for (id, type) in [("one", Logo.MediaType.png), ("two", .webp)] {
            let logo = Logo(id: LogoID(id), mediaType: type, bytes: Array(id.utf8))
            try await fixture.store.write { try $0.set(logo, of: StoreFixture.merchant) }
            let stored = try await fixture.store.read { try $0.logo(of: StoreFixture.merchant) }
            #expect(stored == logo)
        }
        #expect(try await fixture.store.read { try $0.logo(of: StoreFixture.neighbour) } == nil)
    }
}
