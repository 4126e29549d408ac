import GRDB
import Payments

@testable import Storage

/// Kept totals beside the same worked out from everything that is stored.
struct KeptTotals {
    static let days = Day(number: 0)...Day(number: 100_000)

    let store: Store
    let path: String

    init(_ fixture: StoreFixture) {
        store = fixture.store
        path = fixture.folder.databasePath
    }

    init(path: String) throws {
        self.path = path
        store = try Store(sqlitePath: path)
    }

    func kept(of merchant: MerchantID = StoreFixture.merchant) async throws -> MerchantTotals {
        try await store.read { try $0.totals(of: merchant, on: Self.days) }
    }

    /// Reads every invoice and every deposit, which is what the totals are there to avoid.
    func derived(of merchant: MerchantID = StoreFixture.merchant) async throws -> MerchantTotals {
        let queue = try DatabaseQueue(path: path)
        let ids = try await queue.read { try String.fetchAll($0, sql: "SELECT id FROM invoices") }
        let marks = try await queue.read {
            try String.fetchAll(
                $0,
                sql: "SELECT invoice_id || ' ' || made_at FROM marks WHERE mark = 'paid'"
            )
        }
        var paidAt: [String: Instant] = [:]
        for mark in marks {
            let parts = mark.split(separator: " ").map(String.init)
            paidAt[parts[0]] = Int64(parts[1]).map(Instant.init(microseconds:))
        }
        let (invoices, deposits) = try await store.read { transaction in
            (
                try ids.compactMap { try transaction.invoice(InvoiceID($0)) }
                    .filter { $0.invoice.merchant == merchant },
                try transaction.deposits(of: merchant, limit: 10_000, offset: 0)
            )
        }
        var totals = MerchantTotals(hasInvoices: !invoices.isEmpty)
        var came: [(Instant, Transfer)] = []
        var open: [Asset: (UInt128, Int)] = [:]
        for stored in invoices {
            let invoice = stored.invoice
            totals.opened[Day(of: invoice.openedAt), default: 0] += 1
            if let paid = paidAt[invoice.id.text] {
                totals.paid[Day(of: invoice.openedAt), default: 0] += 1
                totals.delays[PaymentDelay(from: invoice.openedAt, to: paid), default: 0] += 1
            }
            if [.open, .chosen, .underway].contains(invoice.phase(at: stored.standing)) {
                let sum = open[invoice.price.asset] ?? (0, 0)
                open[invoice.price.asset] = (sum.0 + invoice.price.units, sum.1 + 1)
            }
            for fact in stored.facts.transfers
            where invoice.isConfirmed(fact, given: stored.facts) {
                came.append((fact.arrivedAt, fact.transfer))
            }
        }
        for deposit in deposits where deposit.state == .processed {
            came.append((deposit.arrivedAt, deposit.transfer))
        }
        let groups = Dictionary(grouping: came) { arrivedAt, transfer in
            [
                Day(of: arrivedAt).number.description, transfer.id.network.name,
                transfer.amount.asset.ticker,
            ]
        }
        totals.receipts = groups.values.map { group in
            let coin = Coin(group[0].1.amount.asset, on: group[0].1.id.network)
            let units = group.reduce(UInt128(0)) { $0 + $1.1.amount.units }
            return MerchantTotals.Receipt(
                day: Day(of: group[0].0),
                coin: coin,
                amount: Amount(units: units, of: coin.asset),
                transfers: group.count
            )
        }
        .sorted { ($0.day, $0.coin.asset.ticker) < ($1.day, $1.coin.asset.ticker) }
        totals.open = open.map { asset, sum in
            MerchantTotals.OpenSum(amount: Amount(units: sum.0, of: asset), invoices: sum.1)
        }
        return totals
    }

    /// Writes what is stored as a database of an earlier schema, without the totals.
    func copy(ofVersion version: Int, to older: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: older, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            for migration in Migration.all.prefix(version) {
                for statement in migration.statements { try database.execute(sql: statement) }
            }
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(sql: "ATTACH ? AS kept", arguments: [path])
            let tables = try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM main.sqlite_master
                    WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                    """
            )
            for table in tables {
                let columns = try database.columns(in: table).map(\.name).joined(separator: ", ")
                let copied = "SELECT \(columns) FROM kept.\(table)"
                try database.execute(sql: "INSERT INTO main.\(table) (\(columns)) \(copied)")
            }
            try database.execute(sql: "DETACH kept")
        }
    }
}
