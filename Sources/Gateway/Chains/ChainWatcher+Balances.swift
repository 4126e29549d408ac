import Chains
import Logging
import Payments
import Storage

/// How far a watcher has looked at the balances of waiting accounts.
struct BalanceMemory {
    /// The block after which they were looked at last.
    var block: BlockID?
    /// Where the turn through the older accounts goes on; nil begins anew.
    var row: Int64?
}

extension ChainWatcher {
    /// How many of the newest accounts are looked at after every block.
    private static let newestMax = 200
    /// How many of the older ones are passed in turn.
    private static let windowMax = 1_000

    /// The same as `lookAtBalances`; a fault is logged and leaves the network as it is, since its
    /// blocks are recorded, and the next look begins where this one did.
    func lookAtBalancesAndReport(after step: ChainStep, at block: BlockID) async {
        do {
            try await lookAtBalances(after: step, at: block)
        } catch {
            let fault = (error as? ChainError)?.message ?? "\(error)"
            gateway.logger.warning(
                "balances cannot be looked at",
                metadata: ["chain.network": "\(source.network)", "error": "\(fault)"]
            )
        }
    }

    /// Looks for money that came without showing in a block, where the network has such.
    ///
    /// The newest accounts are looked at after every block, the others in turn, so that the cost of
    /// a block does not grow with the number of open invoices.
    func lookAtBalances(after step: ChainStep, at block: BlockID) async throws {
        guard let source = source as? any BalanceSource, balances.block != block,
            let native = gateway.networks[source.network]?.description.native
        else { return }
        let network = source.network
        let row = balances.row
        let (newest, older, next) = try await gateway.store.read { transaction in
            let newest = try transaction.waitingAccounts(
                on: network,
                native: native,
                below: nil,
                window: Self.newestMax
            )
            guard let border = newest.next else {
                return (newest.accounts, [AccountRecord](), Int64?.none)
            }
            let older = try transaction.waitingAccounts(
                on: network,
                native: native,
                below: row ?? border,
                window: Self.windowMax
            )
            return (newest.accounts, older.accounts, older.next)
        }
        let accounts = try await withBalancesBefore(newest + older, by: source, at: block)
        let found = try await source.internalTransfers(to: accounts, at: block)
        if !found.isEmpty {
            let outcome = try await record(
                ChainStep(
                    network: network,
                    start: block,
                    disconnected: [],
                    connected: [],
                    waiting: nil,
                    isWaitingComplete: false,
                    tip: step.tip,
                    askedAt: step.askedAt,
                    finalizedHeight: step.finalizedHeight,
                    found: found,
                    foundAt: step.connected.last?.time,
                    kinship: step.kinship
                )
            )
            if outcome.isSuperseded { return }
        }
        balances = BalanceMemory(block: block, row: next)
    }

    /// The accounts with what they held when they were issued.
    ///
    /// It is learnt once. Where a server no longer knows, what an account holds now is taken for
    /// what it always held: money is rather overlooked than invented.
    private func withBalancesBefore(
        _ accounts: [AccountRecord],
        by source: any BalanceSource,
        at block: BlockID
    ) async throws -> [WaitingAccount] {
        var before: [Int64: UInt128] = [:]
        let unknown = Dictionary(grouping: accounts.filter { $0.balanceBefore == nil }) {
            min($0.issuedHeight ?? block.height, block.height)
        }
        for (height, group) in unknown.sorted(by: { $0.key < $1.key }) {
            let held = try await source.balances(of: group.map(\.matchBytes), at: height)
            for (account, units) in zip(group, held) { before[account.row] = units }
        }
        let forgotten = accounts.filter { $0.balanceBefore == nil && before[$0.row] == nil }
        if !forgotten.isEmpty {
            let held = try await source.balances(of: forgotten.map(\.matchBytes), at: block.height)
            for (account, units) in zip(forgotten, held) {
                guard let units else { continue }
                before[account.row] = units - min(units, account.received)
            }
        }
        let learnt = before
        if !learnt.isEmpty {
            try await gateway.store.write { transaction in
                for (row, units) in learnt {
                    try transaction.keep(balanceBefore: units, ofAddressAt: row)
                }
            }
        }
        return accounts.compactMap { account in
            guard let held = account.balanceBefore ?? learnt[account.row] else { return nil }
            let (sum, overflowed) = held.addingReportingOverflow(account.received)
            return WaitingAccount(
                matchBytes: account.matchBytes,
                address: account.address,
                received: overflowed ? .max : sum
            )
        }
    }
}
