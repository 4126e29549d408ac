import Foundation
import GRDB
import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct SQLiteStoreTests {
    @Test func `every commit is synced and the log is written ahead`() async throws {
        let fixture = try await StoreFixture()
        let (synchronous, journal) = try await fixture.store.write { transaction in
            var level = try transaction.connection.rows("PRAGMA synchronous")[0]
            var mode = try transaction.connection.rows("PRAGMA journal_mode")[0]
            return (try level.int(), try mode.text())
        }
        #expect(synchronous == 2)
        #expect(journal == "wal")
    }

    @Test func `foreign keys are held`() async throws {
        let fixture = try await StoreFixture()
        await #expect(throws: StorageError.self) {
            try await fixture.store.write {
                try $0.add(StoreFixture.key(of: MerchantID("nobody")))
            }
        }
    }

    @Test func `migrating a second time does nothing`() throws {
        let folder = try TemporaryFolder()
        let pool = try SQLiteStore.open(path: folder.databasePath)
        #expect(try SQLiteStore.migrate(pool) == Migration.all.map(\.number))
        #expect(try SQLiteStore.migrate(pool).isEmpty)
    }

    @Test func `migrations are numbered from one without gaps`() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }

    @Test func `the schema is the one under review`() async throws {
        let fixture = try await StoreFixture()
        let statements = try fixture.raw { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT sql
                    FROM sqlite_master
                    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
                    ORDER BY tbl_name, type DESC, name
                    """
            )
        }
        try expectSnapshot(
            statements.map { $0 + ";\n" }.joined(separator: "\n"),
            named: "schema.sqlite.sql"
        )
    }

    @Test func `a database of a later version is refused and left alone`() async throws {
        let fixture = try await StoreFixture()
        try fixture.raw { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(throws: StorageError.schemaTooNew(found: 99, known: Migration.all.count)) {
            try Store(sqlitePath: fixture.folder.databasePath)
        }
    }

    @Test func `a file that is no database is refused`() throws {
        let folder = try TemporaryFolder()
        try Data(repeating: 65, count: 8_192).write(to: URL(filePath: folder.databasePath))
        #expect(throws: StorageError.self) { try Store(sqlitePath: folder.databasePath) }
    }

    @Test func `a path that cannot be made is named`() {
        let path = "/nowhere/at/all/florin.sqlite"
        #expect(throws: StorageError.cannotOpen(path: path)) { try Store(sqlitePath: path) }
    }

    @Test func `what was written is there after opening anew`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        let before = try await fixture.invoice(id)
        let again = try Store(sqlitePath: fixture.folder.databasePath)
        #expect(try await again.read { try $0.invoice(id) } == before)
    }

    @Test func `a backup is a whole database`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        let copy = "\(fixture.folder.path)/copy.sqlite"
        try fixture.store.backup(to: copy)
        let store = try Store(sqlitePath: copy)
        #expect(try store.integrityFaults().isEmpty)
        #expect(try store.schemaVersion() == Migration.all.count)
        #expect(try await store.read { try $0.invoice(id) } == fixture.invoice(id))
    }

    @Test func `an invoice is read back as it was opened`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        let stored = try await fixture.invoice(id)
        #expect(stored.invoice == StoreFixture.invoice(1))
        #expect(stored.revision == 1)
        #expect(
            stored.facts.choices == [
                try StoreFixture.choice(
                    ChoiceID("choice-1"),
                    address: StoreFixture.address(1),
                    finality: 6
                )
            ]
        )
        #expect(
            stored.standing == stored.invoice.standing(given: stored.facts, at: StoreFixture.start)
        )
    }

    @Test func `everything that can be said of an invoice is read back`() async throws {
        let fixture = try await StoreFixture()
        let invoice = Invoice(
            id: InvoiceID("invoice-1"),
            code: InvoiceCode("CODE1"),
            merchant: StoreFixture.merchant,
            dialect: .onchainpay,
            kind: .order,
            key: StoreFixture.keyID(of: StoreFixture.merchant),
            externalID: nil,
            isExternalIDNumeric: false,
            contentDigest: "digest",
            price: Amount(units: .max, of: StoreFixture.usd),
            coins: [
                Coin(StoreFixture.asset, on: StoreFixture.network),
                Coin(StoreFixture.usd, on: NetworkID("tron")),
            ],
            terms: Quote.Terms(
                feeTerms: .onTop,
                insurance: try Ratio(percent: "1.25"),
                tariffs: [
                    Tariff(
                        name: "SEPA_WITHDRAWAL",
                        rule: .fixed(Amount(units: 250, of: StoreFixture.usd)),
                        addsToInvoices: true
                    )
                ]
            ),
            tolerance: try Ratio(percent: "1.5"),
            slippage: try Ratio(percent: "2"),
            lateTerms: Invoice.LateTerms(
                windowSeconds: 7,
                tolerance: try Ratio(percent: "3")
            ),
            label: "Tea & cups",
            details: "\u{1F375}\n2 cups",
            payer: Invoice.Payer(
                reference: "anna",
                email: "anna@example.org",
                customer: StoreFixture.customer
            ),
            returnURL: "http://shop.example/back",
            webhooks: Invoice.Webhooks(
                all: "http://shop.example/all",
                success: "http://shop.example/success",
                failure: "http://shop.example/failure"
            ),
            openedAt: StoreFixture.start,
            deadline: StoreFixture.deadline
        )
        let found = try await fixture.store.write { transaction in
            _ = try transaction.add(StoreFixture.customer())
            #expect(try transaction.add(invoice))
            _ = try transaction.begin(invoice, with: nil, at: StoreFixture.start)
            return try transaction.invoice(invoice.id)
        }
        #expect(found?.invoice == invoice)
    }

    @Test func `invoices without an external id do not get in each other's way`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...2 {
            let invoice = StoreFixture.invoice(number, hasExternalID: false)
            #expect(try await fixture.store.write { try $0.add(invoice) })
        }
    }
}
