import Payments
import Testing

@testable import Storage

/// Payments in other coins and on sibling networks, heights called final, and balances.
@Suite(.timeLimit(.minutes(1)))
struct ForeignTests {
    private static let sibling = NetworkID("bsc")
    private static let other = Asset(ticker: "USDC", decimals: 18)
    private static let late = StoreFixture.deadline.advanced(bySeconds: 60)

    /// A step of the sibling network that connects one block with a transfer.
    private static func siblingStep(
        height: UInt64 = 7,
        start: BlockID?,
        transfers: [Transfer],
        at now: Instant = StoreFixture.start
    ) -> ChainStep {
        let block = BlockID(height: height, hash: "sibling-\(height)")
        return ChainStep(
            network: sibling,
            start: start,
            disconnected: [],
            connected: [BlockRecord(id: block, time: now, transfers: transfers)],
            waiting: [],
            isWaitingComplete: true,
            tip: block,
            askedAt: now,
            kinship: ChainStep.Kinship(
                siblings: [StoreFixture.network],
                confirmations: 3,
                finality: 9
            )
        )
    }

    private static func transfer(on network: NetworkID, of asset: Asset) -> Transfer {
        Transfer(
            id: Transfer.ID(network: network, txid: "tx-f", index: 1),
            address: StoreFixture.address(1),
            amount: Amount(units: 100, of: asset)
        )
    }

    private static func set(_ policy: ForeignPolicy, in store: Store) async throws {
        try await store.write { transaction in
            var merchant = StoreFixture.merchant(StoreFixture.merchant)
            merchant.foreignPolicy = policy
            _ = try transaction.update(merchant)
        }
    }

    @Test(arguments: [
        (ForeignPolicy.hold, TransferFact.Rating.foreign), (.ignore, .ignored),
        (.accept, .atArrival(.one)),
    ])
    func `another coin counts by the merchant's policy`(
        policy: ForeignPolicy,
        rating: TransferFact.Rating
    ) async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        try await Self.set(policy, in: fixture.store)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(to: StoreFixture.address(1), 100, txid: "tx-o", of: Self.other)
        chain.mine(2)
        for _ in 0..<2 { try await fixture.follow(chain, rating: .atArrival(.one)) }
        let stored = try await fixture.invoice(id)
        #expect(stored.facts.transfers.map(\.rating) == [rating])
        #expect((stored.standing.seen != .unpaid) == (policy == .accept))
    }

    @Test func `what was set aside is taken once, and awaits its rate`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(to: StoreFixture.address(1), 100, txid: "tx-o", of: Self.other)
        chain.mine(2)
        try await fixture.follow(chain)
        let transfer = try await fixture.invoice(id).facts.transfers[0].transfer.id
        let taken = try await fixture.store.write { transaction in
            [
                try transaction.count(transfer, as: .awaited),
                try transaction.count(transfer, as: .awaited),
            ]
        }
        #expect(taken == [true, false])
        let rated = try await fixture.store.write { transaction in
            let rated = try transaction.rateAwaited(limit: 10) { _, _, asset, _ in
                asset == Self.other ? .atArrival(Ratio(whole: 10_000_000_000_000)) : .quoted
            }
            for invoice in rated { try transaction.settle(invoice, at: StoreFixture.start) }
            return rated
        }
        #expect(rated == [id])
        // 100 of 10⁻¹⁸ at 10¹³ dollars are a tenth of a cent, 0.00001144 LTC at 87.41.
        let stored = try await fixture.invoice(id)
        #expect(stored.standing.receipts.first?.confirmed.units == 1_144)
        #expect(stored.standing.confirmed == .overPaid)
    }

    @Test func `a payment on a sibling network belongs to the invoice of its address`()
        async throws
    {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        try await fixture.follow(ScriptedChain())
        let transfer = Self.transfer(on: Self.sibling, of: StoreFixture.asset)
        let step = Self.siblingStep(start: nil, transfers: [transfer])
        let first = try await fixture.record(step)
        #expect(first.touched == [id])
        let stored = try await fixture.invoice(id)
        #expect(stored.facts.transfers.map(\.rating) == [.foreign])
        #expect(stored.facts.transfers.map(\.needed) == [3])
        #expect(stored.standing.seen == .unpaid)
        #expect(stored.facts.tips[Self.sibling]?.height == 7)
        // Without kinship the address is nobody's there.
        let stranger = Transfer(
            id: Transfer.ID(network: Self.sibling, txid: "tx-s", index: 1),
            address: StoreFixture.address(1),
            amount: Amount(units: 100, of: StoreFixture.asset)
        )
        let block = BlockID(height: 8, hash: "sibling-8")
        let alone = ChainStep(
            network: Self.sibling,
            start: BlockID(height: 7, hash: "sibling-7"),
            disconnected: [],
            connected: [
                BlockRecord(id: block, time: StoreFixture.start, transfers: [stranger])
            ],
            waiting: [],
            isWaitingComplete: true,
            tip: block,
            askedAt: StoreFixture.start
        )
        try await fixture.record(alone)
        #expect(try await fixture.invoice(id).facts.transfers.count == 1)
    }

    @Test func `a payment on a sibling network needs what is decided for the invoice there`()
        async throws
    {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        try await fixture.follow(ScriptedChain())
        let transfer = Self.transfer(on: Self.sibling, of: StoreFixture.asset)
        let step = Self.siblingStep(start: nil, transfers: [transfer])
        _ = try await fixture.store.write { transaction in
            try transaction.record(
                step,
                depth: { merchant, invoice, network, own in
                    #expect(merchant.id == StoreFixture.merchant)
                    #expect(invoice.id == id)
                    #expect(network == Self.sibling)
                    return own + 8
                },
                rate: { _, _, _, _ in .quoted }
            )
        }
        #expect(try await fixture.invoice(id).facts.transfers.map(\.needed) == [11])
        let finality = try fixture.raw { database in
            let connection = PlanningConnection(database)
            var row = try connection.rows("SELECT finality FROM transfers")[0]
            return try row.int()
        }
        #expect(finality == 11)
    }

    @Test func `an index is given once for a key, on whichever network`() async throws {
        let fixture = try await StoreFixture()
        var indexes: [UInt32] = []
        for network in [StoreFixture.network, Self.sibling, StoreFixture.network] {
            try await fixture.store.write { transaction in
                _ = try transaction.useWallet(
                    NewWallet(
                        network: network,
                        accountKey: "xpub-shared",
                        scriptKind: "account",
                        firstAddress: "0xfirst"
                    ),
                    by: StoreFixture.merchant,
                    at: StoreFixture.start
                )
            }
            let invoice = StoreFixture.invoice(indexes.count + 50)
            let index = try await fixture.store.write { transaction in
                _ = try transaction.add(invoice)
                guard let wallet = try transaction.wallet(of: StoreFixture.merchant, on: network)
                else { throw StorageError.busy }
                var taken: UInt32 = 0
                _ = try transaction.issueAddress(
                    from: wallet,
                    for: .choice(ChoiceID("c-\(invoice.id.text)"), of: invoice.id)
                ) { _, index in
                    taken = index
                    return IssuedAddress(text: "0x\(index)", matchBytes: [UInt8(index)])
                }
                return taken
            }
            indexes.append(index)
        }
        #expect(indexes == [0, 1, 2])
        let refused = try await fixture.store.write { transaction in
            try transaction.useWallet(
                NewWallet(
                    network: NetworkID("polygon"),
                    accountKey: "xpub-shared",
                    scriptKind: "account",
                    firstAddress: "0xfirst"
                ),
                by: StoreFixture.neighbour,
                at: StoreFixture.start
            )
        }
        #expect(refused == .usedByAnotherMerchant)
    }

    @Test func `a height called final decides instead of depth`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open(finality: 2)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(5)
        func step(finalized: UInt64?) async throws -> ChainStep {
            let step = chain.step(after: try await fixture.cursor(), at: StoreFixture.start)
            return ChainStep(
                network: step.network,
                start: step.start,
                disconnected: step.disconnected,
                connected: step.connected,
                waiting: step.waiting,
                isWaitingComplete: step.isWaitingComplete,
                tip: step.tip,
                askedAt: step.askedAt,
                finalizedHeight: finalized
            )
        }
        try await fixture.record(try await step(finalized: 0))
        #expect(try await fixture.invoice(id).facts.transfers[0].isFinal == false)
        // It grows without a new block.
        try await fixture.record(try await step(finalized: 1))
        #expect(try await fixture.invoice(id).facts.transfers[0].isFinal)
    }

    @Test func `what a balance shows is recorded in the last block and leaves with it`()
        async throws
    {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.mine()
        try await fixture.follow(chain)
        let found = ScriptedChain.transfer("tx-i", to: StoreFixture.address(1), units: 100)
        let before = chain
        let step = ChainStep(
            network: StoreFixture.network,
            start: before.tip,
            disconnected: [],
            connected: [],
            waiting: nil,
            isWaitingComplete: false,
            tip: before.tip,
            askedAt: StoreFixture.start,
            found: [found]
        )
        for _ in 0..<2 { try await fixture.record(step) }
        let stored = try await fixture.invoice(id)
        #expect(stored.facts.transfers.map(\.position) == [.inBlock(height: 1)])
        #expect(stored.standing.seen == .paid)
        chain.reorganise(depth: 1)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.seen == .unpaid)
    }

    @Test func `what a balance showed gives way to the transfer that explains it`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.mine()
        try await fixture.follow(chain)
        let found = ScriptedChain.transfer("tx-i", to: StoreFixture.address(1), units: 50)
        try await fixture.record(
            ChainStep(
                network: StoreFixture.network,
                start: chain.tip,
                disconnected: [],
                connected: [],
                waiting: nil,
                isWaitingComplete: false,
                tip: chain.tip,
                askedAt: StoreFixture.start,
                found: [found]
            )
        )
        #expect(try await fixture.invoice(id).standing.receipts.first?.pending.units == 50)
        // The same money, as an honest server shows it.
        chain.pay(1, 50, txid: "tx-n")
        chain.mine()
        for _ in 0..<2 { try await fixture.follow(chain) }
        let stored = try await fixture.invoice(id)
        #expect(stored.facts.transfers.map(\.transfer.id.txid) == ["tx-n"])
        #expect(!stored.standing.hasLostMoney)
        #expect(stored.standing.receipts.first.map(\.seenUnits) == 50)
        #expect(stored.standing.seen == .partlyPaid)
    }

    @Test func `blocks that a rescan finds replaced give their payments back`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open(finality: 10)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(4)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.confirmed == .paid)
        // The server was wrong: an honest one has other blocks, and the operator reads them again.
        let anchor = try #require(try await fixture.cursor()?.recent.last)
        chain.reorganise(depth: 4)
        chain.drop("tx-1")
        let rewound = try await fixture.store.write { transaction in
            try transaction.requestRescan(of: StoreFixture.network, from: 1)
        }
        #expect(rewound)
        try await fixture.store.write { try $0.rewind(StoreFixture.network, to: anchor) }
        for _ in 0..<2 { try await fixture.follow(chain) }
        let stored = try await fixture.invoice(id)
        #expect(stored.facts.transfers.map(\.position) == [.gone])
        #expect(stored.standing.confirmed == .unpaid)
    }

    @Test func `accounts that wait are found window by window, the newest first`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...5 { try await fixture.open(number) }
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(5, 40, txid: "tx-a")
        chain.pay(4, 100, txid: "tx-b")
        chain.pay(5, 7, txid: "tx-c")
        chain.mine(2)
        try await fixture.follow(chain)
        func window(below row: Int64?) async throws -> ([AccountRecord], Int64?) {
            try await fixture.store.read { transaction in
                try transaction.waitingAccounts(
                    on: StoreFixture.network,
                    native: StoreFixture.asset.ticker,
                    below: row,
                    window: 3
                )
            }
        }
        let (newest, next) = try await window(below: nil)
        // The fourth is paid.
        #expect(newest.map(\.address) == ["address-5", "address-3"])
        #expect(newest.map(\.received) == [47, 0])
        #expect(newest.map(\.balanceBefore) == [nil, nil])
        let (older, end) = try await window(below: next)
        #expect(older.map(\.address) == ["address-2", "address-1"])
        #expect(end == nil)
        let row = newest[0].row
        try await fixture.store.write { transaction in
            try transaction.keep(balanceBefore: 9, ofAddressAt: row)
            try transaction.keep(balanceBefore: 8, ofAddressAt: row)
        }
        #expect(try await window(below: nil).0[0].balanceBefore == 9)
    }
}

extension Standing.Receipt {
    /// Confirmed or not.
    fileprivate var seenUnits: UInt128 { confirmed.units + pending.units }
}
