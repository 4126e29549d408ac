import Chains
import Keys
import Logging
import Payments
import Storage

@testable import Gateway

/// A gateway of one test that serves Ethereum alone; its source is the test's own.
struct EthereumFixture: Sendable {
    static let ether = Coin(Asset(ticker: "ETH", decimals: 18), on: NetworkID("ethereum"))

    let folder: TemporaryFolder
    let gateway: Gateway

    init() async throws {
        folder = try TemporaryFolder()
        let clock = HandClock(GatewayFixture.start)
        let board = RateBoard()
        let networks = Catalogue.standard.networks.filter { $0.id == Self.ether.network }
        gateway = Gateway(
            store: try Store(sqlitePath: "\(folder.path)/florin.sqlite"),
            catalogue: .standard,
            networks: networks.map {
                WatchedNetwork(description: $0, chain: .main, isSimulated: true)
            },
            board: board,
            vault: Vault(masterKey: Array(repeating: 1, count: Vault.masterKeyBytes)),
            time: clock.source,
            random: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let rates = FixedRates(prices: ["USD": .one, "ETH": Ratio(whole: 3_000)])
        board.take(try await rates.prices(at: GatewayFixture.start))
    }

    /// An invoice of 30 dollars in ether, opened after the network was read once.
    func open(
        after watcher: ChainWatcher
    ) async throws -> (invoice: InvoiceID, account: [UInt8]) {
        _ = try await watcher.step()
        let merchants = MerchantDesk(gateway)
        let made = try await merchants.create(
            name: "Shop",
            resultURL: nil,
            by: .florin
        )
        guard let key = made.keys.first(where: { $0.dialect == .okipays }),
            let caller = try await merchants.caller(with: key.id, in: .okipays)
        else { throw GatewayFixture.Unexpected(what: "no caller") }
        let new = NewInvoice(
            externalID: "order-1",
            price: Amount(units: 3_000, of: GatewayFixture.usd),
            offer: .only([Self.ether]),
            feeTerms: .ignored,
            askedAt: GatewayFixture.start,
            deadline: GatewayFixture.start.advanced(bySeconds: 3_600)
        )
        let outcome = try await InvoiceDesk(gateway).open(
            new,
            by: caller,
            with: GatewayFixture.proof(1)
        )
        guard case .opened(let stored) = outcome, let choice = stored.facts.choices.last,
            let network = gateway.networks[Self.ether.network],
            let decoded = network.addressFormat.decode(choice.address)
        else { throw GatewayFixture.Unexpected(what: "\(outcome)") }
        return (stored.invoice.id, decoded.matchBytes)
    }

    /// How much of an invoice was seen.
    func level(of id: InvoiceID) async throws -> Standing.Level {
        guard let stored = try await InvoiceDesk(gateway).invoice(.id(id)) else {
            throw GatewayFixture.Unexpected(what: "no invoice")
        }
        return stored.standing.seen
    }
}
