package import Chains
import Keys
package import Logging
package import Payments
package import Storage

/// The parts that every use case needs, put together once by the assembly.
package struct Gateway: Sendable {
    /// The database.
    package let store: Store
    /// Networks, coins and assets.
    package let catalogue: Catalogue
    /// The networks that are served, by id.
    package let networks: [NetworkID: WatchedNetwork]
    /// The prices known now.
    package let board: RateBoard
    /// What moving coins on costs now.
    package let costs: CostBoard
    /// Opens merchants' secrets.
    package let vault: Vault
    /// Makes addresses.
    package let addresses: AddressBook
    /// Tells the time.
    package let time: TimeSource
    /// Makes identities and secrets.
    package let random: RandomText
    /// Hashes passwords, one at a time.
    package let passwords: PasswordHasher
    /// Wakes the courier when something is to be told.
    package let courierBell: Bell
    /// Wakes whoever looks into payers' questions.
    package let inquiryBell: Bell
    /// Tells open pages that an invoice changed.
    package let feed: InvoiceFeed
    /// Where diagnostics go.
    package let logger: Logger

    /// Puts the parts together.
    package init(
        store: Store,
        catalogue: Catalogue,
        networks: [WatchedNetwork],
        board: RateBoard,
        costs: CostBoard = CostBoard(),
        vault: Vault,
        time: TimeSource,
        random: RandomText,
        logger: Logger
    ) {
        self.store = store
        self.catalogue = catalogue
        self.networks = Dictionary(uniqueKeysWithValues: networks.map { ($0.description.id, $0) })
        self.board = board
        self.costs = costs
        self.vault = vault
        addresses = AddressBook(networks: networks)
        self.time = time
        self.random = random
        passwords = PasswordHasher()
        courierBell = Bell()
        inquiryBell = Bell()
        feed = InvoiceFeed()
        self.logger = logger
    }

    /// Says that invoices changed: to the courier and to open pages.
    func announce(_ invoices: some Sequence<InvoiceID>) {
        courierBell.ring()
        feed.announce(invoices)
    }
}

extension Gateway {
    /// The other served networks on which a network's addresses are valid and one key gives them.
    package func siblings(of network: NetworkID) -> [NetworkID] {
        // Coins of a test chain are worth nothing on the main one.
        guard let own = networks[network], own.description.family == .evm else { return [] }
        return networks.values
            .filter { $0.description.family == .evm && $0.chain == own.chain }
            .map(\.description.id).filter { $0 != network }.sorted()
    }

    /// Whether the database answers.
    package func isDatabaseReadable() async -> Bool {
        let answer = try? await store.read { try $0.setting("ready") ?? "" }
        return answer != nil
    }

    /// The tickers of the coins on served networks, each once.
    package var servedTickers: [String] {
        let coins = catalogue.coins.filter { networks[$0.coin.network] != nil }
        return Array(Set(coins.map(\.coin.asset.ticker))).sorted()
    }
}
