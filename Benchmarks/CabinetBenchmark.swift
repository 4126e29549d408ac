import Chains
import FoundationEssentials
import Gateway
import Keys
import Logging
import Payments
import Storage

/// What the cabinet's lists, filters, searches and stories cost with a million invoices, against
/// the same with a thousand: a cost that follows the page has the same figure in both.
struct CabinetBenchmark {
    static let sizeUsual = 1_000_000
    private static let sizeOfBaseline = 1_000
    private static let rounds = 50

    let size: Int

    func run() async throws {
        print("Cabinet, \(size) invoices of one merchant, baseline \(Self.sizeOfBaseline)")
        let small = try await CabinetBenchmarkWorld(size: Self.sizeOfBaseline)
        let baseline = try await small.figures(rounds: Self.rounds)
        small.remove()
        let start = ContinuousClock.now
        let large = try await CabinetBenchmarkWorld(size: size)
        Measurement.line("filling the database", Measurement.seconds(since: start), "s")
        let figures = try await large.figures(rounds: Self.rounds)
        large.remove()
        for (figure, base) in zip(figures, baseline) {
            Measurement.line(
                "\(figure.name), median",
                figure.median * 1_000,
                "ms",
                ratio: figure.median / base.median
            )
            Measurement.line("  worst of \(Self.rounds)", figure.worst * 1_000, "ms")
        }
    }
}

/// How long one thing took, in seconds.
private struct Figure {
    let name: String
    let median: Double
    let worst: Double
}

/// A database full of invoices and a desk over it.
private struct CabinetBenchmarkWorld: Sendable {
    private static let batch = 2_000
    private static let pageLength = 50
    private static let start = Instant(seconds: 1_800_000_000)
    private static let network = NetworkID("litecoin")
    private static let asset = Asset(ticker: "LTC", decimals: 8)
    private static let usd = Asset(ticker: "USD", decimals: 2)

    private let folder: URL
    private let store: Store
    private let desk: InvoiceDesk
    private let overviews: OverviewDesk
    private let merchant: MerchantID
    private let key: APIKeyID
    private let size: Int

    init(size: Int) async throws {
        self.size = size
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("florin-cabinet-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = try Store(sqlitePath: folder.appendingPathComponent("florin.db").path)
        self.store = store
        let networks = Catalogue.standard.networks.map {
            WatchedNetwork(description: $0, chain: .regtest, isSimulated: true)
        }
        let now = Self.start.advanced(bySeconds: Int64(size))
        let gateway = Gateway(
            store: store,
            catalogue: .standard,
            networks: networks,
            board: RateBoard(),
            vault: Vault(masterKey: Array(repeating: 1, count: 32)),
            time: TimeSource(now: { now }),
            random: .system,
            logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        )
        desk = InvoiceDesk(gateway)
        overviews = OverviewDesk(gateway, health: NetworkHealth())
        let made = try await MerchantDesk(gateway).create(
            name: "Shop",
            resultURL: nil,
            by: .florin
        )
        merchant = made.merchant.id
        guard let first = made.keys.first else { preconditionFailure("a merchant without a key") }
        key = first.id
        try await fill()
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private func fill() async throws {
        var block = BlockID(height: 1, hash: "block")
        try await record(Self.step(from: nil, to: block, connected: [], at: Self.start))
        for first in stride(from: 0, to: size, by: Self.batch) {
            let numbers = first..<min(first + Self.batch, size)
            try await store.write { transaction in
                for number in numbers { try add(number, in: transaction) }
            }
            let now = Self.opening(numbers.lowerBound)
            let next = BlockID(height: block.height + 1, hash: "block-\(first)")
            let transfers = numbers.compactMap(Self.transfer)
            let connected = BlockRecord(id: next, time: now, transfers: transfers)
            try await record(Self.step(from: block, to: next, connected: [connected], at: now))
            block = next
            try await store.write { transaction in
                for number in numbers where number % 10 == 7 {
                    let id = Self.id(number)
                    _ = try transaction.decide(.cancelled, on: id, at: Self.opening(number))
                }
            }
        }
    }

    private func record(_ step: ChainStep) async throws {
        let outcome = try await store.write { try $0.record(step) { _, _, _, _ in .quoted } }
        precondition(!outcome.isSuperseded, "a block that does not follow the last one")
    }

    private static func step(
        from start: BlockID?,
        to tip: BlockID,
        connected: [BlockRecord],
        at now: Instant
    ) -> ChainStep {
        ChainStep(
            network: network,
            start: start,
            disconnected: [],
            connected: connected,
            waiting: [],
            isWaitingComplete: true,
            tip: tip,
            askedAt: now
        )
    }

    private static func opening(_ number: Int) -> Instant {
        // Some are opened at one moment.
        start.advanced(bySeconds: Int64(number / 3))
    }

    private static func id(_ number: Int) -> InvoiceID { InvoiceID("invoice-\(number)") }

    /// A tenth is paid in full, and a tenth by half.
    private static func transfer(_ number: Int) -> Transfer? {
        let units: UInt128
        switch number % 10 {
        case 3: units = 100
        case 5: units = 50
        default: return nil
        }
        return Transfer(
            id: Transfer.ID(network: network, txid: "tx-\(number)", index: 0),
            address: "address-\(number)",
            amount: Amount(units: units, of: asset)
        )
    }

    private func add(_ number: Int, in transaction: Transaction) throws {
        let coin = Coin(Self.asset, on: Self.network)
        let opened = Self.opening(number)
        let invoice = Invoice(
            id: Self.id(number),
            code: InvoiceCode("C\(number)"),
            merchant: merchant,
            dialect: .okipays,
            key: key,
            externalID: "order-\(number)",
            isExternalIDNumeric: false,
            price: Amount(units: 4_990, of: Self.usd),
            coins: [coin],
            terms: Quote.Terms(),
            tolerance: Ratio(whole: 0),
            lateTerms: Invoice.LateTerms(windowSeconds: 60, tolerance: Ratio(whole: 0)),
            label: number.isMultiple(of: 4) ? "label-\(number / 40)" : nil,
            details: "Tea and cups",
            payer: Invoice.Payer(
                reference: number.isMultiple(of: 2) ? "payer-\(number % 5_000)" : nil,
                email: number.isMultiple(of: 2) ? "p\(number % 5_000)@example.org" : nil
            ),
            returnURL: nil,
            openedAt: opened,
            deadline: opened.advanced(bySeconds: 3_600)
        )
        guard try transaction.add(invoice),
            let wallet = try transaction.wallet(of: merchant, on: Self.network)
        else { preconditionFailure("an invoice that cannot be stored") }
        let choiceID = ChoiceID("choice-\(number)")
        let address = try transaction.issueAddress(
            from: wallet,
            for: .choice(choiceID, of: invoice.id)
        ) { _, _ in
            IssuedAddress(text: "address-\(number)", matchBytes: Array("m\(number)".utf8))
        }
        let choice = try Self.choice(choiceID, of: coin, address: address.text, at: opened)
        try transaction.add(choice, to: invoice.id)
        _ = try transaction.begin(invoice, with: choice, at: opened)
    }

    private static func choice(
        _ id: ChoiceID,
        of coin: Coin,
        address: String,
        at now: Instant
    ) throws -> Choice {
        let due = Amount(units: 100, of: asset)
        return Choice(
            id: id,
            address: address,
            quote: Quote(
                coin: coin,
                rate: Rate(price: try Ratio(decimal: "87.41"), time: now, source: "benchmark"),
                net: due,
                insurance: .zero(asset),
                networkFee: .zero(asset),
                feeTerms: .ignored,
                fees: [],
                due: due
            ),
            confirmations: 1,
            finality: 6,
            chooser: .shop,
            chosenAt: now
        )
    }

    /// Everything that is measured, always in this order.
    func figures(rounds: Int) async throws -> [Figure] {
        let middle = InvoicePlace(openedAt: Self.opening(size / 2), id: Self.id(size / 2))
        let lists: [(String, InvoiceFilter, InvoiceStretch)] = [
            ("first page", InvoiceFilter(), .older(than: nil)),
            ("a page in the middle", InvoiceFilter(), .older(than: middle)),
            ("the page before it", InvoiceFilter(), .newer(than: middle)),
            ("paid", InvoiceFilter(phases: [.paid]), .older(than: nil)),
            (
                "three states", InvoiceFilter(phases: [.paid, .chosen, .cancelled]),
                .older(than: middle)
            ),
            ("no such state", InvoiceFilter(phases: [.failed]), .older(than: nil)),
            (
                "one day",
                InvoiceFilter(
                    from: Self.opening(size / 2),
                    until: Self.opening(size / 2).advanced(bySeconds: 86_400)
                ),
                .older(than: nil)
            ),
        ]
        var figures: [Figure] = []
        for (name, filter, stretch) in lists {
            figures.append(
                try await figure("list, \(name)", rounds) { _ in
                    _ = try await desk.page(
                        of: merchant,
                        fitting: filter,
                        in: stretch,
                        limit: Self.pageLength
                    )
                }
            )
        }
        let searches: [(String, @Sendable (Int) -> String)] = [
            ("code", { "c\($0)" }), ("id", { "invoice-\($0)" }), ("choice", { "choice-\($0)" }),
            ("own id", { "order-\($0)" }), ("label", { "label-\($0 / 40)" }),
            ("address", { "address-\($0)" }), ("transaction", { "tx-\($0 / 10 * 10 + 3)" }),
            ("e-mail", { "p\($0 % 2_500 * 2)@example.org" }),
            ("payer", { "payer-\($0 % 2_500 * 2)" }), ("nothing", { "nothing-\($0)" }),
        ]
        for (name, text) in searches {
            figures.append(
                try await figure("search by \(name)", rounds) { round in
                    let number = round * size / rounds
                    _ = try await desk.search(text(number), of: merchant, limit: 100)
                }
            )
        }
        figures.append(
            try await figure("story", rounds) { round in
                _ = try await desk.story(of: Self.id(round * size / rounds / 10 * 10 + 3))
            }
        )
        figures.append(
            try await figure("overview of 90 days", rounds) { _ in
                _ = try await overviews.overview(of: merchant, days: 90)
            }
        )
        return figures
    }

    private func figure(
        _ name: String,
        _ rounds: Int,
        _ body: (Int) async throws -> Void
    ) async throws -> Figure {
        var seconds: [Double] = []
        for round in 0..<rounds {
            let start = ContinuousClock.now
            try await body(round)
            seconds.append(Measurement.seconds(since: start))
        }
        seconds.sort()
        return Figure(name: name, median: seconds[rounds / 2], worst: seconds[rounds - 1])
    }
}
