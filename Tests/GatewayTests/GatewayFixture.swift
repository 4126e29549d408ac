import Chains
import Foundation
import Gateway
import Keys
import Logging
import Payments
import Storage

/// A folder of one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "florin-gateway-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A gateway of one test: a database, simulated bitcoin and litecoin, a clock moved by hand.
struct GatewayFixture: Sendable {
    static let start = Instant(seconds: 1_700_000_000)
    static let secondsOpen: Int64 = 3_600
    static let usd = Asset(ticker: "USD", decimals: 2)
    static let ltc = Coin(Asset(ticker: "LTC", decimals: 8), on: NetworkID("litecoin"))
    static let btc = Coin(Asset(ticker: "BTC", decimals: 8), on: NetworkID("bitcoin"))

    let folder: TemporaryFolder
    let clock: HandClock
    let board: RateBoard
    let gateway: Gateway
    let chains: [NetworkID: SimulatedChain]
    let watchers: [NetworkID: ChainWatcher]
    let deadlines: DeadlineKeeper
    let courier: WebhookCourier
    let requoter: Requoter
    let invoices: InvoiceDesk
    let customers: CustomerDesk
    let merchants: MerchantDesk

    init() async throws {
        folder = try TemporaryFolder()
        let clock = HandClock(Self.start)
        self.clock = clock
        board = RateBoard()
        let networks = [Self.ltc.network, Self.btc.network].compactMap { id in
            Catalogue.standard.network(id).map {
                WatchedNetwork(description: $0, chain: .main, isSimulated: true)
            }
        }
        gateway = Gateway(
            store: try Store(sqlitePath: "\(folder.path)/florin.sqlite"),
            catalogue: .standard,
            networks: networks,
            board: board,
            vault: Vault(masterKey: Array(repeating: 1, count: Vault.masterKeyBytes)),
            time: clock.source,
            random: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        var chains: [NetworkID: SimulatedChain] = [:]
        var watchers: [NetworkID: ChainWatcher] = [:]
        let health = NetworkHealth()
        for network in networks {
            let id = network.description.id
            let chain = try SimulatedChain(
                network: id,
                seed: 1,
                directory: nil,
                format: network.addressFormat,
                now: { clock.now }
            )
            chains[id] = chain
            watchers[id] = ChainWatcher(gateway, source: chain, health: health, bell: Bell())
        }
        self.chains = chains
        self.watchers = watchers
        deadlines = DeadlineKeeper(gateway, bell: Bell())
        courier = Self.courier(of: gateway)
        requoter = Requoter(gateway, bell: Bell())
        invoices = InvoiceDesk(gateway)
        customers = CustomerDesk(gateway)
        merchants = MerchantDesk(gateway)
        try await refreshRates()
        for network in chains.keys { try await look(at: network) }
    }

    /// A courier that speaks plainly in both dialects.
    static func courier(of gateway: Gateway, secondsMax: Int = 5) -> WebhookCourier {
        WebhookCourier(
            gateway,
            dialects: Dialect.allCases.map { RecordingDialect(dialect: $0) },
            client: CallbackClient(mayCallPrivate: true, secondsMax: secondsMax)
        )
    }

    /// Makes every price one of now.
    func refreshRates(litecoin: String = "87.41") async throws {
        let rates = FixedRates(prices: [
            "USD": .one, "LTC": try Ratio(decimal: litecoin), "BTC": Ratio(whole: 60_000),
        ])
        board.take(try await rates.prices(at: clock.now))
    }

    func advance(bySeconds seconds: Int64) async throws {
        clock.advance(bySeconds: seconds)
        try await refreshRates()
    }

    /// Who holds a new merchant's key, whose notifications go to a URL.
    func caller(
        resultURL: String? = nil,
        in dialect: Dialect = .okipays,
        tariffs: [Tariff] = []
    ) async throws -> Caller {
        let made = try await merchants.create(
            name: "Shop",
            resultURL: resultURL,
            by: .florin
        )
        var merchant = made.merchant
        merchant.tariffs = tariffs
        let changed = merchant
        _ = try await gateway.store.write { try $0.update(changed) }
        guard let key = made.keys.first(where: { $0.dialect == dialect }),
            let caller = try await merchants.caller(with: key.id, in: dialect)
        else { throw GatewayError.noFreeCode }
        return caller
    }

    func new(_ number: Int = 1, in coins: [Coin] = [GatewayFixture.ltc]) -> NewInvoice {
        NewInvoice(
            externalID: "order-\(number)",
            price: Amount(units: 3_000, of: Self.usd),
            offer: .only(coins),
            feeTerms: .ignored,
            askedAt: clock.now,
            deadline: clock.now.advanced(bySeconds: Self.secondsOpen)
        )
    }

    static func proof(_ number: Int) -> RequestProof {
        .numbered(Int64(number), signature: "signature-\(number)")
    }

    func open(
        _ number: Int = 1,
        in coins: [Coin] = [GatewayFixture.ltc],
        by caller: Caller
    ) async throws -> InvoiceRecord {
        let outcome = try await invoices.open(
            new(number, in: coins),
            by: caller,
            with: Self.proof(number)
        )
        guard case .opened(let stored) = outcome else { throw Unexpected(what: "\(outcome)") }
        return stored
    }

    struct Unexpected: Error {
        let what: String
    }

    /// Pays a share of what a choice asks for, in thousandths; answers the transaction's id.
    @discardableResult
    func pay(_ stored: InvoiceRecord, thousandths: UInt128 = 1_000) async throws -> String {
        guard let choice = stored.facts.choices.last,
            let network = gateway.networks[choice.quote.coin.network],
            let chain = chains[choice.quote.coin.network],
            let decoded = network.addressFormat.decode(choice.address)
        else { throw Unexpected(what: "no choice") }
        let due = choice.quote.due
        return try await chain.pay(
            address: choice.address,
            matchBytes: decoded.matchBytes,
            amount: Amount(units: due.units * thousandths / 1_000, of: due.asset)
        )
    }

    func mine(_ blocks: Int, on network: NetworkID = GatewayFixture.ltc.network) async throws {
        try await chains[network]?.mine(blocks: blocks)
        try await look(at: network)
    }

    /// Has a watcher read its network to the tip.
    func look(at network: NetworkID = GatewayFixture.ltc.network) async throws {
        for _ in 0..<100 where try await watchers[network]?.step() != .behind { return }
        throw Unexpected(what: "\(network) is never read to its end")
    }

    func standing(_ stored: InvoiceRecord) async throws -> Standing {
        guard let found = try await invoices.invoice(.id(stored.invoice.id)) else {
            throw Unexpected(what: "no invoice")
        }
        return found.standing
    }

    func events(_ stored: InvoiceRecord) async throws -> [InvoiceEvent] {
        let id = stored.invoice.id
        return try await gateway.store.read { try $0.events(of: id).compactMap(\.invoiceEvent) }
    }
}
