import Foundation
import GRDB
import Payments

@testable import Storage

/// A folder of one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "florin-storage-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var databasePath: String { "\(path)/florin.sqlite" }
}

/// A database of one test with a merchant, its key and its litecoin wallet.
struct StoreFixture: Sendable {
    let folder: TemporaryFolder
    let store: Store

    static let network = NetworkID("litecoin")
    static let asset = Asset(ticker: "LTC", decimals: 8)
    static let usd = Asset(ticker: "USD", decimals: 2)
    static let merchant = MerchantID("m_1")
    static let neighbour = MerchantID("m_2")
    static let start = Instant(seconds: 1_700_000_000)
    static let deadline = start.advanced(bySeconds: 3_600)

    init() async throws {
        folder = try TemporaryFolder()
        store = try Store(sqlitePath: folder.databasePath)
        for merchant in [Self.merchant, Self.neighbour] {
            try await store.write { transaction in
                try transaction.add(Self.merchant(merchant))
                try transaction.add(Self.key(of: merchant))
                _ = try transaction.useWallet(
                    NewWallet(
                        network: Self.network,
                        accountKey: "xpub-\(merchant.text)",
                        scriptKind: "wpkh",
                        firstAddress: "first of xpub-\(merchant.text)"
                    ),
                    by: merchant,
                    at: Self.start
                )
            }
        }
    }

    static func merchant(_ id: MerchantID) -> Merchant {
        Merchant(
            id: id,
            name: "Shop \(id.text)",
            resultURL: "http://shop.example/\(id.text)",
            tolerance: Ratio(whole: 0),
            insurance: Ratio(whole: 0),
            lateTerms: Invoice.LateTerms(windowSeconds: 60, tolerance: Ratio(whole: 0)),
            createdAt: start
        )
    }

    static func keyID(of merchant: MerchantID) -> APIKeyID { APIKeyID("key-\(merchant.text)") }

    static func key(of merchant: MerchantID) -> APIKeyRecord {
        APIKeyRecord(
            id: keyID(of: merchant),
            merchant: merchant,
            dialect: .okipays,
            sealedSecret: [1, 2, 3],
            createdAt: start
        )
    }

    static func invoice(
        _ number: Int,
        of merchant: MerchantID = StoreFixture.merchant,
        externalID: String? = nil,
        hasExternalID: Bool = true,
        slippage: Ratio? = nil,
        payer: Invoice.Payer = Invoice.Payer(),
        kind: Invoice.Kind = .invoice,
        openedAt: Instant = StoreFixture.start,
        deadline: Instant = StoreFixture.deadline
    ) -> Invoice {
        Invoice(
            id: InvoiceID("invoice-\(number)"),
            code: InvoiceCode("CODE\(number)"),
            merchant: merchant,
            dialect: .okipays,
            kind: kind,
            key: keyID(of: merchant),
            externalID: hasExternalID ? externalID ?? "order-\(number)" : nil,
            isExternalIDNumeric: true,
            price: Amount(units: 3_000, of: usd),
            coins: [Coin(asset, on: network)],
            terms: Quote.Terms(feeTerms: .inside),
            tolerance: Ratio(whole: 0),
            slippage: slippage,
            lateTerms: Invoice.LateTerms(windowSeconds: 60, tolerance: Ratio(whole: 0)),
            details: "a book",
            payer: payer,
            returnURL: nil,
            openedAt: openedAt,
            deadline: deadline
        )
    }

    /// The address that the fixture's invoices of a number get.
    static func address(_ number: Int) -> String { "address-\(number)" }

    /// Opens an invoice whose one choice asks for 100 units, 2 confirmations, and is final at 6.
    @discardableResult
    func open(
        _ number: Int = 1,
        of merchant: MerchantID = StoreFixture.merchant,
        finality: Int = 6,
        slippage: Ratio? = nil,
        kind: Invoice.Kind = .invoice,
        openedAt: Instant = StoreFixture.start
    ) async throws -> InvoiceID {
        let invoice = Self.invoice(
            number,
            of: merchant,
            slippage: slippage,
            kind: kind,
            openedAt: openedAt
        )
        return try await store.write { transaction in
            guard try transaction.add(invoice),
                let wallet = try transaction.wallet(of: merchant, on: Self.network)
            else { throw StorageError.busy }
            let choiceID = ChoiceID("choice-\(number)")
            let address = try transaction.issueAddress(
                from: wallet,
                for: .choice(choiceID, of: invoice.id)
            ) { _, _ in
                IssuedAddress(text: Self.address(number), matchBytes: Array("m\(number)".utf8))
            }
            let choice = try Self.choice(choiceID, address: address.text, finality: finality)
            try transaction.add(choice, to: invoice.id)
            return try transaction.begin(invoice, with: choice, at: Self.start).invoice.id
        }
    }

    static func quote(
        due units: UInt128 = 100,
        rate: String = "87.41",
        fees: [Quote.Fee] = []
    ) throws -> Quote {
        let due = Amount(units: units, of: asset)
        return Quote(
            coin: Coin(asset, on: network),
            rate: Rate(price: try Ratio(decimal: rate), time: start, source: "test"),
            net: due,
            insurance: .zero(asset),
            networkFee: Amount(units: 7, of: asset),
            feeTerms: .inside,
            fees: fees,
            due: due
        )
    }

    static func choice(
        _ id: ChoiceID,
        address: String,
        due: UInt128 = 100,
        finality: Int = 6
    ) throws -> Choice {
        Choice(
            id: id,
            address: address,
            quote: try quote(due: due),
            confirmations: 2,
            finality: finality,
            chooser: .shop,
            chosenAt: start
        )
    }

    @discardableResult
    func record(
        _ step: ChainStep,
        rating: TransferFact.Rating = .quoted
    ) async throws -> ChainStepOutcome {
        try await store.write { try $0.record(step) { _, _, _, _ in rating } }
    }

    /// Reads a chain to its tip.
    func follow(
        _ chain: ScriptedChain,
        at now: Instant = StoreFixture.start,
        rating: TransferFact.Rating = .quoted
    ) async throws {
        while true {
            let step = chain.step(after: try await cursor(), at: now)
            try await record(step, rating: rating)
            if step.waiting != nil, step.isWaitingComplete { return }
        }
    }

    func cursor() async throws -> CursorRecord? {
        try await store.read { try $0.cursor(of: Self.network) }
    }

    func invoice(_ id: InvoiceID) async throws -> InvoiceRecord {
        try await store.read { transaction in
            guard let found = try transaction.invoice(id) else { throw StorageError.busy }
            return found
        }
    }

    func events(of id: InvoiceID) async throws -> [InvoiceEvent] {
        try await store.read { try $0.events(of: id).compactMap(\.invoiceEvent) }
    }

    /// Looks into the file with a connection of the test's own.
    func raw<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
        try DatabaseQueue(path: folder.databasePath).write(body)
    }
}
