import AsyncHTTPClient
import Payments

/// One server of an EVM network, asked in pieces that it can take.
///
/// It is an actor to protect what was learnt about the server: how much it answers at once and
/// what it does not offer. Losing that costs some questions.
actor EVMNode {
    /// What is asked for in pieces.
    private enum Question: Hashable {
        case blocks
        case logs
        case calls
    }

    nonisolated let endpoint: EVMEndpoint
    private let rpc: EVMRPC
    private let expectedChainID: Int
    private let limits: EVMLimits
    private let now: @Sendable () -> Instant
    private var spans: [Question: AdaptiveSpan]
    private var isChainChecked = false
    private var batchesRefusedUntil: Instant?
    private var finalizedRefusedUntil: Instant?

    init(
        endpoint: EVMEndpoint,
        expectedChainID: Int,
        httpClient: HTTPClient,
        limits: EVMLimits,
        now: @escaping @Sendable () -> Instant
    ) {
        self.endpoint = endpoint
        self.expectedChainID = expectedChainID
        self.limits = limits
        self.now = now
        rpc = EVMRPC(endpoint: endpoint, httpClient: httpClient, limits: limits)
        spans = [
            .blocks: AdaptiveSpan(max: limits.batchBlocksMax),
            .logs: AdaptiveSpan(max: limits.logBlocksMax),
            .calls: AdaptiveSpan(max: limits.batchCallsMax),
        ]
    }

    /// Makes the next question begin with the chain's id: behind a name another server may answer.
    func forgetChain() { isChainChecked = false }

    /// The answer to one call, once the server is known to be on the right chain.
    func reply(
        to call: RPCCall,
        timeoutSeconds: Int? = nil
    ) async throws(ChainError) -> EVMRPC.Reply {
        try await checkChain()
        return try await rpc.call(call, timeoutSeconds: timeoutSeconds)
    }

    private func checkChain() async throws(ChainError) {
        guard !isChainChecked else { return }
        let answer = try await rpc.call(
            RPCCall("eth_chainId"),
            timeoutSeconds: limits.headTimeoutSeconds
        )
        var scanner = JSONScanner(answer.value)
        guard let found = try scanner.quantity() else { throw answer.value.malformed }
        guard let id = found.uint64, id == UInt64(exactly: expectedChainID) else {
            throw .wrongChain(
                expected: String(expectedChainID),
                found: found.uint64.map { String($0) } ?? found.text
            )
        }
        isChainChecked = true
    }

    /// The newest block.
    func head() async throws(ChainError) -> EVMBlock {
        let answer = try await reply(
            to: RPCCall("eth_getBlockByNumber", .text("latest"), .flag(false)),
            timeoutSeconds: limits.headTimeoutSeconds
        )
        guard let block = try EVMBlock.read(answer.value) else { throw answer.value.malformed }
        return block
    }

    /// The height up to which the network calls its blocks irreversible.
    ///
    /// Nil where the server does not say; one that refused is asked again after a while.
    func finalizedHeight() async -> UInt64? {
        if let refused = finalizedRefusedUntil, now() < refused { return nil }
        do throws(ChainError) {
            let call = RPCCall("eth_getBlockByNumber", .text("finalized"), .flag(false))
            let answer = try await reply(to: call, timeoutSeconds: limits.headTimeoutSeconds)
            if let block = try EVMBlock.read(answer.value) {
                finalizedRefusedUntil = nil
                return block.height
            }
        } catch {
            // It is asked for in every update: only what the server itself says is remembered.
            guard case .node = error, EVMFault(error) == .other else { return nil }
        }
        finalizedRefusedUntil = now().advanced(bySeconds: limits.refusalSeconds)
        return nil
    }

    /// The texts of full blocks of a range from its first on, as many as one question gets; `null`
    /// where the server does not have them.
    ///
    /// They are read by who asks, so that the next ones can be under way meanwhile.
    func someBlocks(in range: ClosedRange<UInt64>) async throws(ChainError) -> [JSONFragment] {
        let part = Array(range.prefix(spans[.blocks]?.count ?? 1))
        let results = try await piecewise(.blocks, part.map { Self.blockCall($0, isFull: true) })
        return try results.map { result throws(ChainError) in try result.get() }
    }

    /// A full block, or nil above the tip.
    func fullBlock(at height: UInt64) async throws(ChainError) -> EVMBlock? {
        let answer = try await reply(to: Self.blockCall(height, isFull: true))
        return try EVMBlock.read(answer.value)
    }

    /// Blocks with only the hashes of their transactions; nil above the tip.
    func outlines(at heights: some Collection<UInt64>) async throws(ChainError) -> [EVMBlock?] {
        let calls = heights.map { Self.blockCall($0, isFull: false) }
        let results = try await piecewise(.calls, calls)
        return try zip(heights, results).map { height, result throws(ChainError) in
            let fragment = try result.get()
            guard let block = try EVMBlock.read(fragment) else { return nil }
            guard block.height == height else { throw fragment.malformed }
            return block
        }
    }

    /// Whether the server has a block, on its best chain or beside it.
    func knows(_ hash: String) async throws(ChainError) -> Bool {
        let call = RPCCall("eth_getBlockByHash", .text(hash), .flag(false))
        return try await !reply(to: call).value.isNull
    }

    /// What became of transactions; nil where the server knows none in a block.
    func receipts(of hashes: [EVMWord]) async throws(ChainError) -> [EVMReceipt?] {
        let calls = hashes.map { RPCCall("eth_getTransactionReceipt", .text($0.text)) }
        let results = try await piecewise(.calls, calls)
        return try zip(hashes, results).map { hash, result throws(ChainError) in
            let fragment = try result.get()
            guard let receipt = try EVMReceipt.read(fragment) else { return nil }
            guard receipt.transaction == hash else { throw fragment.malformed }
            return receipt
        }
    }

    /// Transactions, waiting or not; nil where the server does not know them.
    func transactions(of hashes: [EVMWord]) async throws(ChainError) -> [EVMTransaction?] {
        let calls = hashes.map { RPCCall("eth_getTransactionByHash", .text($0.text)) }
        let results = try await piecewise(.calls, calls)
        return try zip(hashes, results).map { hash, result throws(ChainError) in
            let fragment = try result.get()
            guard let transaction = try EVMTransaction.read(fragment) else { return nil }
            guard transaction.hash == hash else { throw fragment.malformed }
            return transaction
        }
    }

    /// What accounts hold at the end of a block, in smallest units.
    func balances(of accounts: [EVMWord], at height: UInt64) async throws(ChainError) -> [EVMWord] {
        let calls = accounts.map { account in
            RPCCall(
                "eth_getBalance",
                .text(account.accountText),
                .text(EVMWord.quantity(height))
            )
        }
        return try await piecewise(.calls, calls).map { result throws(ChainError) in
            let fragment = try result.get()
            var scanner = JSONScanner(fragment)
            guard let balance = try scanner.quantity() else { throw fragment.malformed }
            return balance
        }
    }

    /// The transfers of contracts in the blocks of a range, as the server has them.
    ///
    /// A range whose answer would be too large is asked for in halves, down to a block.
    func logs(
        of contracts: Set<EVMWord>,
        in range: ClosedRange<UInt64>
    ) async throws(ChainError) -> [EVMLog] {
        var logs: [EVMLog] = []
        var first = range.lowerBound
        var isSlow = false
        while first <= range.upperBound {
            let wanted = UInt64(spans[.logs]?.count ?? 1)
            let last = min(range.upperBound, first + wanted - 1)
            let call = Self.logsCall(
                of: contracts,
                place: [
                    "fromBlock": .text(EVMWord.quantity(first)),
                    "toBlock": .text(EVMWord.quantity(last)),
                ]
            )
            let count = Int(last - first) + 1
            do throws(ChainError) {
                logs += try EVMLog.read(try await reply(to: call).value, of: contracts)
                spans[.logs]?.succeed(with: count)
                first = last + 1
            } catch {
                try shrink(.logs, from: count, after: error, isSlow: &isSlow)
            }
        }
        return logs
    }

    /// The transfers of contracts in single blocks, which a server cannot answer from a range that
    /// it has not got yet.
    func logs(
        of contracts: Set<EVMWord>,
        inBlocks hashes: [EVMWord]
    ) async throws(ChainError) -> [EVMLog] {
        let calls = hashes.map {
            Self.logsCall(of: contracts, place: ["blockHash": .text($0.text)])
        }
        var logs: [EVMLog] = []
        for result in try await piecewise(.calls, calls) {
            logs += try EVMLog.read(try result.get(), of: contracts)
        }
        return logs
    }

    private static func logsCall(
        of contracts: Set<EVMWord>,
        place: [String: RPCCall.Parameter]
    ) -> RPCCall {
        var filter = place
        filter["address"] = .list(contracts.map(\.accountText).sorted().map { .text($0) })
        filter["topics"] = .list([.text(EVMLog.transferTopic)])
        return RPCCall("eth_getLogs", .object(filter))
    }

    private static func blockCall(_ height: UInt64, isFull: Bool) -> RPCCall {
        RPCCall("eth_getBlockByNumber", .text(EVMWord.quantity(height)), .flag(isFull))
    }
}

extension EVMNode {
    /// Asks calls in batches that the server can take; each call may fail alone.
    private func piecewise(
        _ question: Question,
        _ calls: [RPCCall]
    ) async throws(ChainError) -> [Result<JSONFragment, ChainError>] {
        var results: [Result<JSONFragment, ChainError>] = []
        var isSlow = false
        while results.count < calls.count {
            let size = spans[question]?.count ?? 1
            let part = calls[results.count...].prefix(size)
            do throws(ChainError) {
                let answers = try await answers(to: part)
                for case .failure(let error) in answers {
                    let fault = EVMFault(error)
                    if fault == .rate || fault != .other && part.count > 1 { throw error }
                }
                results += answers
                spans[question]?.succeed(with: part.count)
            } catch {
                try shrink(question, from: part.count, after: error, isSlow: &isSlow)
            }
        }
        return results
    }

    /// Notes an error; throws it where asking for less does not help.
    ///
    /// `isSlow`: Whether an answer came too late before: a dead server is not waited for often.
    private func shrink(
        _ question: Question,
        from count: Int,
        after error: ChainError,
        isSlow: inout Bool
    ) throws(ChainError) {
        switch EVMFault(error) {
        case .size:
            guard spans[question]?.shrink(from: count) == true else { throw error }
        case .slowness:
            guard spans[question]?.shrink(from: count) == true, !isSlow else { throw error }
            isSlow = true
        case .rate, .other:
            throw error
        }
    }

    private func answers(
        to calls: ArraySlice<RPCCall>
    ) async throws(ChainError) -> [Result<JSONFragment, ChainError>] {
        try await checkChain()
        let isRefused = batchesRefusedUntil.map { now() < $0 } ?? false
        if calls.count > 1, !isRefused, let answers = try await rpc.batch(calls) {
            batchesRefusedUntil = nil
            return answers
        }
        var results: [Result<JSONFragment, ChainError>] = []
        for call in calls {
            do throws(ChainError) {
                results.append(.success(try await rpc.call(call).value))
            } catch .node(let code, let message) {
                results.append(.failure(.node(code: code, message: message)))
            }
        }
        // Where single calls fail as well, it was not the batch.
        let isAnswered = results.contains { if case .success = $0 { true } else { false } }
        if calls.count > 1, !isRefused, isAnswered {
            batchesRefusedUntil = now().advanced(bySeconds: limits.refusalSeconds)
        }
        return results
    }
}
