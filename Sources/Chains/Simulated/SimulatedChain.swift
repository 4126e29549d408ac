package import Keys
package import Payments

/// A network that does what it is told, for the sandbox and for tests.
///
///     let txid = try await chain.pay(address, matchBytes: bytes, amount: amount)
///     try await chain.mine(blocks: 6)
///
/// It is deterministic from its seed and its commands, and with a directory it is still there after
/// a restart. It has no money of its own: whoever asks may pay any amount of anything.
///
/// The actor protects the ledger and the order of the journal's lines.
package actor SimulatedChain: ChainSource {
    /// The network it stands for.
    package nonisolated let network: NetworkID

    /// How many blocks an update has at most.
    package static let blocksMax = 500

    private let format: AddressFormat?
    private let now: @Sendable () -> Instant
    private let journal: SimulatedJournal?
    private(set) var ledger: SimulatedLedger

    /// Opens a chain: a new one has one block of height 0.
    ///
    /// - Parameters:
    ///   - network: The network it stands for, whose name names the journal's file.
    ///   - seed: What all ids come from. A chain that exists goes on with the seed it began with.
    ///   - directory: Where the journal is kept; nil keeps the chain in memory alone.
    ///   - format: Where given, payments to anything but such addresses are refused.
    ///   - now: The time that blocks get.
    /// - Throws: `ChainError.journal` where the journal is damaged, in use or out of reach.
    package init(
        network: NetworkID,
        seed: UInt64,
        directory: String?,
        format: AddressFormat?,
        now: @escaping @Sendable () -> Instant
    ) throws(ChainError) {
        self.network = network
        self.format = format
        self.now = now
        let header = SimulatedJournal.Header(
            network: network.name,
            seed: seed,
            microseconds: now().microseconds
        )
        guard let directory else {
            journal = nil
            ledger = SimulatedLedger(header)
            return
        }
        let journal = try SimulatedJournal(directory: directory, network: network)
        var replayed = SimulatedLedger(header)
        try journal.replay(orBegin: header) { (dated: DatedCommand) throws(SimulationError) in
            try replayed.check(dated.command)
            _ = replayed.apply(dated)
        } beginning: { (found: SimulatedJournal.Header) throws(ChainError) in
            guard found.network == network.name else {
                throw .journal(what: "it belongs to \(found.network)")
            }
            replayed = SimulatedLedger(found)
        }
        self.journal = journal
        ledger = replayed
    }

    /// Pays an address; the transaction waits in the mempool.
    ///
    /// - Returns: The transaction's id.
    package func pay(
        address: String,
        matchBytes: [UInt8],
        amount: Amount
    ) throws(SimulationError) -> String {
        try pay([SimulatedOutput(address: address, matchBytes: matchBytes, amount: amount)])
    }

    /// Pays several addresses in one transaction, which waits in the mempool.
    ///
    /// - Returns: The transaction's id.
    package func pay(_ outputs: [SimulatedOutput]) throws(SimulationError) -> String {
        if let format {
            for output in outputs
            where format.decode(output.address)?.matchBytes != output.matchBytes {
                throw .wrongAddress(output.address)
            }
        }
        return try carryOut(.pay(outputs)) ?? ""
    }

    /// Mines blocks; the first takes everything that waits.
    ///
    /// - Returns: The new tip.
    @discardableResult
    package func mine(blocks: Int = 1) throws(SimulationError) -> BlockID {
        _ = try carryOut(.mine(blocks: blocks, isEmpty: false))
        return ledger.tip
    }

    /// Mines blocks that leave waiting what waits.
    ///
    /// - Returns: The new tip.
    @discardableResult
    package func mineEmpty(blocks: Int = 1) throws(SimulationError) -> BlockID {
        _ = try carryOut(.mine(blocks: blocks, isEmpty: true))
        return ledger.tip
    }

    /// Puts one block more than so many empty ones in place of the last blocks.
    ///
    /// The transactions of the blocks that went wait again.
    ///
    /// - Returns: The new tip.
    @discardableResult
    package func reorganise(depth: Int) throws(SimulationError) -> BlockID {
        _ = try carryOut(.reorganise(depth: UInt64(max(depth, 0))))
        return ledger.tip
    }

    /// Double-spends a waiting transaction: one that pays a stranger takes its place.
    ///
    /// - Returns: The other transaction's id.
    @discardableResult
    package func replace(txid: String) throws(SimulationError) -> String {
        try carryOut(.replace(txid: txid)) ?? ""
    }

    /// Forgets a waiting transaction for good, as nodes do with one that pays too little.
    package func drop(txid: String) throws(SimulationError) {
        _ = try carryOut(.drop(txid: txid))
    }

    /// A transaction and where it is now; nil when there never was one of this id.
    package func transaction(_ txid: String) -> SimulatedTransaction? {
        ledger.transactions[txid]
    }

    /// The best block.
    package var tip: BlockID { ledger.tip }

    /// Lets the journal go, so that the chain can be opened anew; refuses commands from then on.
    package func close() { journal?.close() }

    /// Nothing takes effect before the journal has it.
    private func carryOut(_ command: SimulationCommand) throws(SimulationError) -> String? {
        let dated = DatedCommand(command: command, time: now())
        try ledger.check(command)
        try journal?.append(dated)
        return ledger.apply(dated)
    }
}

extension SimulatedLedger {
    init(_ header: SimulatedJournal.Header) {
        self.init(
            hashes: SimulatedHash(network: header.network, seed: header.seed),
            time: Instant(microseconds: header.microseconds)
        )
    }
}
