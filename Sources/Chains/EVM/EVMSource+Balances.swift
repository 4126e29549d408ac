package import Payments

extension EVMSource {
    /// The upper half of the indices, where no log and no payment is.
    private static let balanceIndex: UInt32 = 0x8000_0000

    /// What came to accounts by contracts' calls; see `BalanceSource`.
    ///
    /// The transfer is what the account holds at the end of the block beyond what is known to have
    /// come to it. It is said to be of that block, though it may have come in one before: an
    /// account that is asked about after every block has it right. Its index is the upper half's
    /// with the first 31 bits of the account. Its txid is the one transaction of the block that
    /// runs code; where there are more, nothing cheap tells which it was, and the block's hash
    /// stands in. So the same question about the same block gives the same transfers. What an
    /// account spent hides as much of what came: it is for addresses that nothing was moved from.
    ///
    /// With a witness it must see the same balances.
    package func internalTransfers(
        to accounts: [WaitingAccount],
        at block: BlockID
    ) async throws -> [Transfer] {
        guard !accounts.isEmpty else { return [] }
        var fault: ChainError?
        for _ in 0...nodes.count {
            guard let team = try await team(after: fault) else { break }
            do {
                return try await surpluses(of: accounts, at: block, by: team)
            } catch let failure as EVMFailure {
                try await note(failure)
                fault = fault ?? failure.error
            }
        }
        throw fault ?? ChainError.unreachable(label: "no server left")
    }

    private func surpluses(
        of accounts: [WaitingAccount],
        at block: BlockID,
        by team: Team
    ) async throws -> [Transfer] {
        let words = accounts.map { EVMWord($0.matchBytes) }
        let balances = try await balances(of: words, at: block, by: team.reader)
        let rich = zip(accounts, balances).filter { account, balance in
            balance.uint128.map { $0 > account.received } ?? true
        }
        guard !rich.isEmpty else { return [] }
        if let witness = team.witness {
            let words = rich.map { EVMWord($0.0.matchBytes) }
            let others = try await self.balances(of: words, at: block, by: witness)
            guard others == rich.map(\.1) else {
                throw ChainError.disagreement(height: block.height, what: "a balance")
            }
        }
        let txid = try await txid(in: block, by: team.reader)
        return try rich.map { account, balance in
            guard let units = balance.uint128 else {
                throw ChainError.tooLarge(what: "a balance")
            }
            let prefix = account.matchBytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Transfer(
                id: Transfer.ID(
                    network: network,
                    txid: txid,
                    index: Self.balanceIndex | prefix >> 1
                ),
                address: account.address,
                amount: Amount(units: units - account.received, of: native)
            )
        }
    }

    /// Balances at a block that is on the best chain before and after they are asked for.
    private func balances(
        of accounts: [EVMWord],
        at block: BlockID,
        by index: Int
    ) async throws -> [EVMWord] {
        try await ask(index) { node in
            let before = try await node.outlines(at: [block.height])[0]?.id
            let balances = try await node.balances(of: accounts, at: block.height)
            let after = try await node.outlines(at: [block.height])[0]?.id
            return (before == block && after == block) ? balances : nil
        } ?? { throw ChainError.disagreement(height: block.height, what: "the block's hash") }()
    }

    private func txid(in block: BlockID, by index: Int) async throws -> String {
        let full = try await ask(index) { try await $0.fullBlock(at: block.height) }
        guard let full, full.id == block else {
            throw ChainError.disagreement(height: block.height, what: "the block's hash")
        }
        guard full.calls.count == 1, let only = full.calls.first else { return block.hash }
        return only.text
    }
}

extension EVMSource {
    /// How many blocks below the newest a server without history still has to know.
    private static let historyMin: UInt64 = 100

    /// What accounts held after a block; see `BalanceSource`.
    ///
    /// Servers that keep the state of recent blocks only answer an error for older ones, each in
    /// words of its own. So an error that asks for neither less nor later means that it no longer
    /// knows, well below its newest block; nearer it is an error here, too. With a witness both
    /// must say the same.
    package func balances(
        of accounts: [[UInt8]],
        at height: UInt64
    ) async throws -> [UInt128?] {
        guard !accounts.isEmpty else { return [] }
        let words = accounts.map(EVMWord.init)
        var fault: ChainError?
        for _ in 0...nodes.count {
            guard let team = try await team(after: fault) else { break }
            do {
                var told: [EVMWord]?
                for index in team.members {
                    let units = try await ask(index) {
                        try await $0.balances(of: words, at: height)
                    }
                    if let told, told != units {
                        throw ChainError.disagreement(height: height, what: "a balance")
                    }
                    told = units
                }
                return told?.map(\.uint128) ?? []
            } catch let failure as EVMFailure {
                let isOld = team.height > Self.historyMin && height < team.height - Self.historyMin
                if case .node = failure.error, EVMFault(failure.error) == .other, isOld {
                    return accounts.map { _ in nil }
                }
                try await note(failure)
                fault = fault ?? failure.error
            }
        }
        throw fault ?? ChainError.unreachable(label: "no server left")
    }
}
