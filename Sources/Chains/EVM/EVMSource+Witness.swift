import Payments

extension EVMSource {
    /// Holds what the reader said against the witness, where there is one.
    ///
    /// Errors: `ChainError.disagreement` at the first difference. Nobody is blamed for it: a fork
    ///   that is a minute old looks the same.
    func checkWitness(of path: EVMWalk.Path, logs: [EVMLog], team: Team) async throws {
        guard let witness = team.witness else { return }
        try await checkDisconnected(path, by: witness)
        guard !path.blocks.isEmpty else { return }
        let found = try await ask(witness) { try await $0.outlines(at: path.blocks.map(\.height)) }
        for (block, other) in zip(path.blocks, found) {
            func differ(_ what: String) -> ChainError {
                .disagreement(height: block.height, what: what)
            }
            guard let other, other.hash == block.hash, other.parent == block.parent else {
                throw differ("the block's hash")
            }
            guard other.transactions == block.transactions else { throw differ("its transactions") }
            guard other.time == block.time else { throw differ("its time") }
        }
        let others = try await self.logs(in: path.blocks, by: witness)
        guard others != logs else { return }
        let odd = Set(others).symmetricDifference(logs).map(\.height).min()
        throw ChainError.disagreement(height: odd ?? path.last.height, what: "its logs")
    }

    /// Blocks are taken back only where the witness does not have them either.
    private func checkDisconnected(_ path: EVMWalk.Path, by witness: Int) async throws {
        guard let lowest = path.disconnected.last else { return }
        let heights = [path.ancestor.height, lowest.height]
        let found = try await ask(witness) { try await $0.outlines(at: heights) }
        guard found[0]?.id == path.ancestor, found[1]?.id != lowest else {
            throw ChainError.disagreement(height: lowest.height, what: "the block's hash")
        }
    }

    /// A block's hash does not show its transactions' receivers to us, so the witness is asked for
    /// every payment that is about to be believed.
    func checkPayments(of matches: [Match], by witness: Int) async throws {
        let payments = matches.compactMap { match in match.payment.map { (match, $0) } }
        guard !payments.isEmpty else { return }
        let hashes = payments.map(\.1.transaction)
        let found = try await ask(witness) { try await $0.transactions(of: hashes) }
        for ((match, payment), other) in zip(payments, found) {
            guard let other, other.block == match.block, other.payment == payment else {
                throw ChainError.disagreement(height: match.height, what: "a payment")
            }
        }
    }
}
