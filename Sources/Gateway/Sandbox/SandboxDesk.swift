package import Chains
import Keys
package import Payments
import Storage

/// Plays the payer and the miner on the simulated networks.
///
/// What it does goes the way real payments go: onto a chain, and from there through the watcher.
/// It asks the watcher to look at once, so that its answer finds the effects stored.
package struct SandboxDesk: Sendable {
    /// The setting that keeps how far the clock is ahead.
    package static let clockSetting = "sandbox.clock.seconds_ahead"
    /// How many updates one command may need to be caught up.
    private static let stepsMax = 10_000

    let gateway: Gateway
    let chains: [NetworkID: SimulatedChain]
    private let watchers: [NetworkID: ChainWatcher]
    private let deadlines: DeadlineKeeper
    let requoter: Requoter
    let rates: RateKeeper
    let prices: SandboxPrices
    private let clock: SandboxClock
    private let invoices: InvoiceDesk

    /// A desk over the sandbox's chains and the services that read them.
    package init(
        _ gateway: Gateway,
        chains: [SimulatedChain],
        watchers: [NetworkID: ChainWatcher],
        deadlines: DeadlineKeeper,
        requoter: Requoter,
        rates: RateKeeper,
        prices: SandboxPrices,
        clock: SandboxClock
    ) {
        self.gateway = gateway
        self.chains = Dictionary(uniqueKeysWithValues: chains.map { ($0.network, $0) })
        self.watchers = watchers
        self.deadlines = deadlines
        self.requoter = requoter
        self.rates = rates
        self.prices = prices
        self.clock = clock
        invoices = InvoiceDesk(gateway)
    }

    /// The heights of the simulated networks.
    package func heights() async -> [NetworkID: UInt64] {
        var heights: [NetworkID: UInt64] = [:]
        for (network, chain) in chains { heights[network] = await chain.tip.height }
        return heights
    }

    /// The invoice or the order that a person's text means, or nil.
    package func find(_ text: String) async throws -> InvoiceReference? {
        guard let id = try await invoices.find(text) else { return nil }
        let choice = ChoiceID(text.lowercased())
        let named = try await invoices.invoice(.choice(choice))
        return named?.invoice.id == id ? .choice(choice) : .id(id)
    }

    /// Pays an invoice, choosing the coin as a payer would where none is chosen yet.
    ///
    /// `wanted`: Picks a coin where several are offered.
    /// `isLate`: Puts the clock beyond the deadline first.
    /// `isConfirmed`: Mines what confirmations need.
    package func pay(
        _ reference: InvoiceReference,
        in wanted: CoinWish,
        portion: SandboxPortion,
        isLate: Bool,
        isConfirmed: Bool
    ) async throws -> SandboxPayment {
        guard var stored = try await invoices.invoice(reference) else {
            throw SandboxRefusal.invoiceNotFound
        }
        let choice = try await choice(in: &stored, named: reference, wanted: wanted)
        if isLate {
            let now = gateway.time.now()
            let late = stored.invoice.deadline.seconds - now.seconds + 60
            if late > 0 { _ = try await advanceClock(bySeconds: late) }
        }
        let coin = try coinSent(wanted, by: choice)
        let amount = try amount(portion, of: choice, in: coin)
        let txid = try await send(
            output(of: amount, to: choice.address, on: coin.network),
            on: coin.network
        )
        // On another network than was chosen the payment itself knows what it needs.
        let seen = try await invoices.invoice(reference)?.facts.transfers
            .first { $0.transfer.id.txid == txid }
        let blocks = isConfirmed ? seen?.needed ?? choice.confirmations : 0
        if blocks > 0 { _ = try await mine(coin.network, blocks: blocks) }
        return SandboxPayment(
            invoice: try await invoices.invoice(reference) ?? stored,
            txid: txid,
            amount: amount,
            coin: coin,
            address: choice.address,
            blocksMined: blocks
        )
    }

    /// Puts a payment on a chain and has the watcher see it; answers the transaction's id.
    func send(_ output: SimulatedOutput, on network: NetworkID) async throws -> String {
        guard let chain = chains[network] else { throw SandboxRefusal.unknownNetwork }
        let txid = try await asked { try await chain.pay([output]) }
        try await look(at: network)
        return txid
    }

    /// A payment of an amount to an address, as a network's chain takes it.
    func output(
        of amount: Amount,
        to address: String,
        on network: NetworkID
    ) throws -> SimulatedOutput {
        guard let decoded = decoded(address, on: network) else {
            throw SandboxRefusal.unknownNetwork
        }
        return SimulatedOutput(
            address: address,
            matchBytes: decoded.matchBytes,
            amount: amount
        )
    }

    /// An address of a network's test chain, or of its main chain.
    func decoded(_ address: String, on network: NetworkID) -> DecodedAddress? {
        guard let served = gateway.networks[network] else { return nil }
        return served.addressFormat.decode(address)
            ?? WatchedNetwork(
                description: served.description,
                chain: .main,
                isSimulated: true
            ).addressFormat.decode(address)
    }

    private func choice(
        in stored: inout InvoiceRecord,
        named reference: InvoiceReference,
        wanted: CoinWish
    ) async throws -> Choice {
        func isWanted(_ coin: Coin) -> Bool {
            (wanted.network ?? coin.network) == coin.network
                && (wanted.ticker ?? coin.asset.ticker) == coin.asset.ticker
        }
        if case .choice(let id) = reference {
            // An order is one choice, also where the payer made another one since.
            guard let named = stored.facts.choices.first(where: { $0.id == id }),
                isWanted(named.quote.coin)
            else { throw SandboxRefusal.coinNotAvailable }
            return named
        }
        if let made = stored.facts.choices.last(where: { isWanted($0.quote.coin) }) { return made }
        let matching = stored.invoice.coins.filter(isWanted)
        guard let coin = matching.first else { throw SandboxRefusal.coinNotAvailable }
        if matching.count > 1 { throw SandboxRefusal.coinNeeded(matching) }
        switch try await invoices.choose(coin, for: stored.invoice.id) {
        case .chosen(let after):
            stored = after
            guard let made = after.facts.choices.last else { throw SandboxRefusal.closed }
            return made
        case .invoiceNotFound: throw SandboxRefusal.invoiceNotFound
        case .coinNotAvailable: throw SandboxRefusal.coinNotAvailable
        case .rateNotAvailable: throw SandboxRefusal.rateNotAvailable
        case .closed, .tooManyChoices: throw SandboxRefusal.closed
        }
    }

    /// The coin that is sent: the one asked for, or another one by mistake.
    private func coinSent(_ wanted: CoinWish, by choice: Choice) throws -> Coin {
        guard let instead = wanted.sentInstead else { return choice.quote.coin }
        let words = instead.split(separator: ":").map(String.init)
        let network = words.count > 1 ? NetworkID(words[1]) : choice.quote.coin.network
        guard let ticker = words.first?.uppercased(),
            let sent = gateway.networks[network]?.description.coin(ticker: ticker)
        else { throw SandboxRefusal.noSuchCoin(instead, on: network) }
        return sent.coin
    }

    /// What the due is worth in a coin at the prices of the moment; the due itself in its own.
    private func due(of choice: Choice, in coin: Coin) throws -> Amount {
        let due = choice.quote.due
        if coin.asset == due.asset { return due }
        let now = gateway.time.now()
        guard let rate = gateway.board.rate(of: coin.asset.ticker, in: due.asset.ticker, at: now)
        else { throw SandboxRefusal.rateNotAvailable }
        let market = Quote.Market(rate: rate, networkFee: .zero(coin.asset))
        guard let quote = try? Quote(price: due, in: coin, on: Quote.Terms(), market: market)
        else { throw SandboxRefusal.badAmount }
        return quote.due
    }

    private func amount(
        _ portion: SandboxPortion,
        of choice: Choice,
        in coin: Coin
    ) throws -> Amount {
        let due = try due(of: choice, in: coin)
        let amount: Amount
        switch portion {
        case .share(let share):
            guard let scaled = try? Ratio(whole: due.units).multiplied(by: share) else {
                throw SandboxRefusal.badAmount
            }
            amount = Amount(units: scaled.numerator / scaled.denominator, of: due.asset)
        case .amount(let text):
            guard let read = try? Amount(decimal: text, of: due.asset) else {
                throw SandboxRefusal.badAmount
            }
            amount = read
        }
        if amount.isZero { throw SandboxRefusal.badAmount }
        return amount
    }

    /// Mines blocks on a network.
    package func mine(_ network: NetworkID, blocks: Int) async throws -> BlockID {
        guard let chain = chains[network] else { throw SandboxRefusal.unknownNetwork }
        let tip = try await asked { try await chain.mine(blocks: blocks) }
        try await look(at: network)
        return tip
    }

    /// Replaces the last blocks of a network by other, empty ones.
    package func reorganise(_ network: NetworkID, depth: Int) async throws -> BlockID {
        guard let chain = chains[network] else { throw SandboxRefusal.unknownNetwork }
        let tip = try await asked { try await chain.reorganise(depth: depth) }
        try await look(at: network)
        return tip
    }

    /// Double-spends a transaction that waits on a network; answers the one that took its place.
    package func replace(_ txid: String, on network: NetworkID) async throws -> String {
        guard let chain = chains[network] else { throw SandboxRefusal.unknownNetwork }
        let replacement = try await asked { try await chain.replace(txid: txid) }
        try await look(at: network)
        return replacement
    }

    /// Puts the clock forward, and lets everything that follows from it happen.
    package func advanceClock(bySeconds seconds: Int64) async throws -> Instant {
        let ahead = clock.advance(bySeconds: seconds)
        try await gateway.store.write { try $0.set(Self.clockSetting, to: String(ahead)) }
        await rates.refresh()
        for network in chains.keys { try await look(at: network) }
        while try await deadlines.step() > 0 {}
        _ = try await requoter.step()
        gateway.courierBell.ring()
        return gateway.time.now()
    }

    /// Has the watcher read a network to its tip.
    private func look(at network: NetworkID) async throws {
        guard let watcher = watchers[network] else { throw SandboxRefusal.unknownNetwork }
        for _ in 0..<Self.stepsMax where try await watcher.step() == .caughtUp { return }
    }

    private func asked<Answer>(
        _ body: () async throws -> Answer
    ) async throws -> Answer {
        do {
            return try await body()
        } catch let error as SimulationError {
            throw SandboxRefusal.chain(error.message)
        }
    }
}
