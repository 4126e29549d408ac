import Payments

extension EVMSource {
    /// The contracts whose logs are asked for.
    private var contracts: Set<EVMWord> { Set(tokens.keys) }

    /// The transfers of tokens in blocks that were read, in the order of the chain, each once.
    ///
    /// A server that does not have a block's logs yet answers with none. So a block whose filter
    /// promises some is asked for alone, by its hash, which such a server cannot answer.
    func logs(in blocks: [EVMBlock], by index: Int) async throws -> [EVMLog] {
        guard let first = blocks.first, let last = blocks.last, !tokens.isEmpty else { return [] }
        let contracts = contracts
        var logs = try await ask(index) {
            try await $0.logs(of: contracts, in: first.height...last.height)
        }
        let told = Set(logs.map(\.height))
        let topic = EVMBloom.Item(EVMLog.transferTopicWord.bytes)
        let items = contracts.map { EVMBloom.Item($0.account) }
        let silent = blocks.filter { block in
            guard !told.contains(block.height), let bloom = block.bloom else { return false }
            return bloom.mayContain(topic) && items.contains { bloom.mayContain($0) }
        }
        if !silent.isEmpty {
            logs += try await ask(index) {
                try await $0.logs(of: contracts, inBlocks: silent.map(\.hash))
            }
        }
        return try checked(logs, in: blocks, by: index)
    }

    /// Logs in order, each once; an error where one is not of a block that was read.
    private func checked(
        _ logs: [EVMLog],
        in blocks: [EVMBlock],
        by index: Int
    ) throws -> [EVMLog] {
        let hashes = Dictionary(uniqueKeysWithValues: blocks.map { ($0.height, $0.hash) })
        var checked: [EVMLog] = []
        for log in logs.sorted(by: { ($0.height, $0.index) < ($1.height, $1.index) }) {
            let isTwice = checked.last.map { $0.height == log.height && $0.index == log.index }
            guard hashes[log.height] == log.block, isTwice != true || checked.last == log else {
                throw EVMFailure(
                    index: index,
                    error: .disagreement(height: log.height, what: "a log"),
                    isInconsistency: true
                )
            }
            if isTwice != true { checked.append(log) }
        }
        return checked
    }
}
