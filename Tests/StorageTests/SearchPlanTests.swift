import Payments
import Testing

@testable import Storage

/// How the cabinet's lists and searches are run: along indexes, from a place on, without sorting.
@Suite(.timeLimit(.minutes(1)))
struct SearchPlanTests {
    private static func plans(
        _ use: (Transaction) throws -> Void
    ) async throws -> (scans: [String], plans: [String]) {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        return try fixture.raw { database in
            let connection = PlanningConnection(database)
            try use(Transaction(connection))
            return (connection.scans, connection.plans)
        }
    }

    private static let place = InvoicePlace(
        openedAt: StoreFixture.start,
        id: InvoiceID("invoice-0")
    )
    private static let stretches: [InvoiceStretch] = [
        .older(than: nil), .older(than: place), .newer(than: place),
    ]

    @Test(arguments: stretches)
    func `a page is read along its index from the place on, and never sorted`(
        stretch: InvoiceStretch
    ) async throws {
        for phases in [nil, [.paid], [.paid, .overPaid]] as [Set<Phase>?] {
            let filter = InvoiceFilter(
                phases: phases,
                from: StoreFixture.start,
                until: StoreFixture.deadline
            )
            let (scans, plans) = try await Self.plans { transaction in
                _ = try transaction.places(
                    of: StoreFixture.merchant,
                    fitting: filter,
                    in: stretch,
                    limit: 50
                )
            }
            #expect(scans.isEmpty)
            #expect(plans.count == phases?.count ?? 1)
            let index = phases == nil ? "standings_by_age" : "standings_by_phase_and_age"
            for plan in plans {
                #expect(plan.contains("COVERING INDEX \(index) "), "\(plan)")
                #expect(plan.contains("(opened_at,invoice_id)>(?,?)"), "\(plan)")
                #expect(plan.contains("(opened_at,invoice_id)<(?,?)"), "\(plan)")
            }
        }
    }

    @Test func `every kind of search goes along an index, and none is sorted`() async throws {
        let (scans, plans) = try await Self.plans { transaction in
            _ = try transaction.invoices(
                of: StoreFixture.merchant,
                named: InvoiceSearch(
                    text: "order-1",
                    addresses: [StoreFixture.address(1)],
                    txids: ["tx-1"]
                ),
                limit: 100
            )
        }
        #expect(scans.isEmpty)
        #expect(!plans.contains { $0.contains("TEMP B-TREE") })
        let indexes = [
            "invoices_by_label (merchant_id=? AND label=?)",
            "invoices_by_email (merchant_id=? AND payer_email=?)",
            "invoices_by_payer (merchant_id=? AND payer_reference=?)",
            "addresses_by_text (address=?)", "transfers_by_txid (txid=?)",
        ]
        for index in indexes {
            #expect(plans.contains { $0.contains(index) }, "\(index) in \(plans)")
        }
    }

    @Test func `the story of an invoice reads no table from end to end`() async throws {
        let (scans, _) = try await Self.plans { transaction in
            _ = try transaction.trail(of: InvoiceID("invoice-1"))
        }
        #expect(scans.isEmpty)
    }
}
