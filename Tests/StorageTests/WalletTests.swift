import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct WalletTests {
    private static func use(
        _ key: String,
        by merchant: MerchantID,
        in fixture: StoreFixture
    ) async throws -> WalletAddition {
        try await fixture.store.write {
            try $0.useWallet(
                NewWallet(
                    network: StoreFixture.network,
                    accountKey: key,
                    scriptKind: "wpkh",
                    firstAddress: "first of \(key)"
                ),
                by: merchant,
                at: StoreFixture.start
            )
        }
    }

    @Test func `a key used by another merchant is refused`() async throws {
        let fixture = try await StoreFixture()
        let addition = try await Self.use("xpub-m_1", by: StoreFixture.neighbour, in: fixture)
        #expect(addition == .usedByAnotherMerchant)
        let wallet = try await fixture.store.read {
            try $0.wallet(of: StoreFixture.neighbour, on: StoreFixture.network)
        }
        #expect(wallet?.accountKey == "xpub-m_2")
    }

    @Test func `a key that comes back goes on at its next index`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        _ = try await Self.use("xpub-new", by: StoreFixture.merchant, in: fixture)
        guard
            case .added(let back) = try await Self.use(
                "xpub-m_1",
                by: StoreFixture.merchant,
                in: fixture
            )
        else {
            Issue.record("not added")
            return
        }
        #expect(back.nextIndex == 1)
        let wallets = try await fixture.store.read { try $0.wallets(of: StoreFixture.merchant) }
        #expect(wallets.filter(\.isInUse).map(\.accountKey) == ["xpub-m_1"])
        #expect(wallets.count == 2)
    }

    @Test func `an index without a key is passed over`() async throws {
        let fixture = try await StoreFixture()
        let address = try await fixture.store.write { transaction in
            _ = try transaction.add(StoreFixture.invoice(1))
            guard
                let wallet = try transaction.wallet(
                    of: StoreFixture.merchant,
                    on: StoreFixture.network
                )
            else { throw StorageError.busy }
            return try transaction.issueAddress(
                from: wallet,
                for: .choice(ChoiceID("c"), of: InvoiceID("invoice-1"))
            ) { _, index in
                index < 2 ? nil : IssuedAddress(text: "at \(index)", matchBytes: [UInt8(index)])
            }
        }
        #expect(address.text == "at 2")
        let wallet = try await fixture.store.read {
            try $0.wallet(of: StoreFixture.merchant, on: StoreFixture.network)
        }
        #expect(wallet?.nextIndex == 3)
    }

    @Test func `an address given twice is forbidden by the schema`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        await #expect(throws: StorageError.self) {
            try await fixture.store.write { transaction in
                _ = try transaction.add(StoreFixture.invoice(2))
                guard
                    let wallet = try transaction.wallet(
                        of: StoreFixture.merchant,
                        on: StoreFixture.network
                    )
                else { return }
                _ = try transaction.issueAddress(
                    from: wallet,
                    for: .choice(ChoiceID("c"), of: InvoiceID("invoice-2"))
                ) { _, _ in IssuedAddress(text: StoreFixture.address(1), matchBytes: [1]) }
            }
        }
        // The index was given back with everything else.
        let wallet = try await fixture.store.read {
            try $0.wallet(of: StoreFixture.merchant, on: StoreFixture.network)
        }
        #expect(wallet?.nextIndex == 1)
    }

    @Test func `watched addresses are listed in order of issue, page by page`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...5 { try await fixture.open(number) }
        var seen: [[UInt8]] = []
        var row: Int64 = 0
        while true {
            let last = row
            let page = try await fixture.store.read {
                try $0.watched(on: StoreFixture.network, after: last, limit: 2)
            }
            guard let next = page.last?.row else { break }
            seen += page.map(\.matchBytes)
            row = next
        }
        #expect(seen == (1...5).map { Array("m\($0)".utf8) })
    }

    @Test func `an external id opens one invoice of a merchant`() async throws {
        let fixture = try await StoreFixture()
        func add(_ number: Int, of merchant: MerchantID) async throws -> Bool {
            try await fixture.store.write {
                try $0.add(StoreFixture.invoice(number, of: merchant, externalID: "same"))
            }
        }
        #expect(try await add(1, of: StoreFixture.merchant))
        #expect(try await !add(2, of: StoreFixture.merchant))
        #expect(try await add(3, of: StoreFixture.neighbour))
    }

    @Test func `an invoice is found by each of its names`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open(1)
        let merchant = StoreFixture.merchant
        let references: [InvoiceReference] = [
            .id(id), .code(InvoiceCode("CODE1")), .external("order-1", of: merchant, in: .okipays),
        ]
        for reference in references {
            #expect(try await fixture.store.read { try $0.invoiceID(of: reference) } == id)
        }
        let strangers: [InvoiceReference] = [
            .external("order-1", of: merchant, in: .onchainpay),
            .external("order-1", of: StoreFixture.neighbour, in: .okipays),
            .code(InvoiceCode("code1")),
        ]
        for reference in strangers {
            #expect(try await fixture.store.read { try $0.invoiceID(of: reference) } == nil)
        }
    }
}
