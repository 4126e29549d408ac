import Payments
import Testing

@testable import Storage

/// What came to a merchant, whatever it was for.
@Suite(.timeLimit(.minutes(1)))
struct LedgerTests {
    private static let everything: [TransferRecord.Purpose] = [
        .merchant, .customer, .foreign, .ended, .order, .invoice,
    ]

    /// One transfer for each purpose, a second apart, in the order of `everything` from the end.
    private static func fixture() async throws -> StoreFixture {
        let fixture = try await StoreFixture()
        try await fixture.issueShared("static-1", text: "shared")
        try await fixture.issueShared("static-2", text: "own", for: nil)
        for (number, kind) in [(1, Invoice.Kind.invoice), (2, .order), (3, .invoice)] {
            try await fixture.open(number, kind: kind)
        }
        try await fixture.store.write {
            _ = try $0.decide(.cancelled, on: InvoiceID("invoice-3"), at: StoreFixture.start)
        }
        var chain = ScriptedChain()
        let payments: [(address: String, txid: String, asset: Asset)] = [
            (StoreFixture.address(1), "invoice", StoreFixture.asset),
            (StoreFixture.address(2), "order", StoreFixture.asset),
            (StoreFixture.address(3), "ended", StoreFixture.asset),
            (StoreFixture.address(1), "foreign", StoreFixture.usd),
            ("shared", "customer", StoreFixture.asset), ("own", "merchant", StoreFixture.asset),
        ]
        for (second, payment) in payments.enumerated() {
            chain.pay(to: payment.address, 30, txid: payment.txid, of: payment.asset)
            let now = StoreFixture.start.advanced(bySeconds: Int64(second))
            try await fixture.follow(chain, at: now)
        }
        return fixture
    }

    private static func listed(
        _ filter: TransferFilter = TransferFilter(),
        of merchant: MerchantID = StoreFixture.merchant,
        in dialect: Dialect = .okipays,
        limit: Int = 100,
        offset: Int = 0,
        from fixture: StoreFixture
    ) async throws -> [TransferRecord] {
        try await fixture.store.read {
            try $0.transfers(
                of: merchant,
                in: dialect,
                fitting: filter,
                limit: limit,
                offset: offset
            )
        }
    }

    @Test func `a transfer is listed with what it is for, the newest first`() async throws {
        let fixture = try await Self.fixture()
        let all = try await Self.listed(from: fixture)
        #expect(all.map(\.purpose) == Self.everything)
        #expect(all.map(\.transfer.id.txid) == Self.everything.map(\.rawValue))
        #expect(try await Self.listed(of: StoreFixture.neighbour, from: fixture).isEmpty)
    }

    @Test func `another dialect sees deposits and none of the invoices`() async throws {
        let fixture = try await Self.fixture()
        let all = try await Self.listed(in: .onchainpay, from: fixture)
        #expect(all.map(\.purpose) == [.merchant, .customer])
    }

    @Test func `a filter shows what fits, and its count is that of the list`() async throws {
        let fixture = try await Self.fixture()
        func at(_ second: Int64) -> Instant { StoreFixture.start.advanced(bySeconds: second) }
        let filters: [(TransferFilter, [TransferRecord.Purpose])] = [
            (TransferFilter(purposes: [.order, .ended]), [.ended, .order]),
            (TransferFilter(purposes: []), []),
            (TransferFilter(tickers: ["USD"]), [.foreign]),
            (TransferFilter(tickers: []), []),
            (TransferFilter(networks: [StoreFixture.network]), Self.everything),
            (TransferFilter(networks: [NetworkID("tron")]), []),
            (TransferFilter(first: at(4)), [.merchant, .customer]),
            (TransferFilter(last: at(1)), [.order, .invoice]),
            (TransferFilter(first: at(1), last: at(1)), [.order]),
            (TransferFilter(isOldestFirst: true), Self.everything.reversed()),
        ]
        for (filter, purposes) in filters {
            let listed = try await Self.listed(filter, from: fixture)
            #expect(listed.map(\.purpose) == purposes, "\(filter)")
            let count = try await fixture.store.read {
                try $0.countTransfers(of: StoreFixture.merchant, in: .okipays, fitting: filter)
            }
            #expect(count == purposes.count, "\(filter)")
        }
    }

    @Test(arguments: [false, true])
    func `the pages of the list are the list`(isOldestFirst: Bool) async throws {
        let fixture = try await Self.fixture()
        let filter = TransferFilter(isOldestFirst: isOldestFirst)
        let whole = try await Self.listed(filter, from: fixture)
        for limit in 1...4 {
            var listed: [TransferRecord] = []
            for offset in stride(from: 0, to: 8, by: limit) {
                listed += try await Self.listed(
                    filter,
                    limit: limit,
                    offset: offset,
                    from: fixture
                )
            }
            #expect(listed == whole)
        }
    }

    @Test func `a transaction is found by its merchant only`() async throws {
        let fixture = try await Self.fixture()
        func found(_ txid: String, of merchant: MerchantID) async throws -> [TransferRecord] {
            try await fixture.store.read {
                try $0.transfers(txid: txid, of: merchant, in: .okipays, limit: 10)
            }
        }
        let paid = try await found("invoice", of: StoreFixture.merchant)
        #expect(paid.map(\.invoice) == [InvoiceID("invoice-1")])
        #expect(paid.map(\.choice) == [ChoiceID("choice-1")])
        let deposited = try await found("customer", of: StoreFixture.merchant)
        #expect(deposited.map(\.invoice) == [nil])
        #expect(deposited.map(\.staticAddress) == [StaticAddressID("static-1")])
        #expect(try await found("invoice", of: StoreFixture.neighbour).isEmpty)
        #expect(try await found("nothing", of: StoreFixture.merchant).isEmpty)
    }

    @Test func `what came to an address is listed with how far it is`() async throws {
        let fixture = try await Self.fixture()
        let listed = try await fixture.store.read {
            try $0.transfers(to: "shared", on: StoreFixture.network, limit: 10)
        }
        #expect(listed.map(\.purpose) == [.customer])
        #expect(listed.map(\.state) == [.pending])
        #expect(listed.map(\.needed) == [2])
        #expect(listed.map(\.confirmations) == [0])
    }

    @Test func `an orphan came in another asset, or to an invoice that was ended`() async throws {
        let fixture = try await Self.fixture()
        let orphans = try await fixture.store.read {
            try $0.orphans(of: StoreFixture.merchant, in: .okipays, limit: 10)
        }
        #expect(orphans.map(\.purpose) == [.foreign, .ended])
        #expect(orphans.map(\.purpose.isOrphan) == [true, true])
        let newest = try await fixture.store.read {
            try $0.orphans(of: StoreFixture.merchant, in: .okipays, limit: 1)
        }
        #expect(newest.map(\.purpose) == [.foreign])
    }

    @Test func `an address tells what it was issued for`() async throws {
        let fixture = try await Self.fixture()
        func owner(_ text: String) async throws -> AddressOwner? {
            try await fixture.store.read { try $0.owner(of: text, on: StoreFixture.network) }
        }
        let choice = AddressOwner.choice(ChoiceID("choice-1"), of: InvoiceID("invoice-1"))
        let address = StoreFixture.address(1)
        #expect(try await owner(address) == choice)
        #expect(try await owner("shared") == .staticAddress(StaticAddressID("static-1")))
        #expect(try await owner("nobody's") == nil)
    }
}
