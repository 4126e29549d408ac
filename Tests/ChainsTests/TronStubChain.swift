import Foundation
import Payments
import Rigs
import Synchronization

@testable import Chains

/// A scripted Tron chain that answers the paths of a node: it forks, lags, fails and forgets.
final class TronStubChain: Sendable {
    struct Block: Sendable {
        let id: BlockID
        let parentHash: String
        let milliseconds: Int
        let transactions: [TronStubTransaction]
    }

    struct State: Sendable {
        var blocks: [Block] = []
        /// Makes every hash another one.
        var serial = 0
        /// Nil for a server that does not speak of solidified blocks.
        var solidified: Int?
        /// Nothing higher is shown in lists of blocks, as behind a balancer.
        var shownMax = Int.max
        /// Blocks whose receipts are not there yet.
        var receiptsMissing: Set<Int> = []
        /// What is answered first, in this order, instead of the truth.
        var failures: [TronStubServer.Reply] = []
        var pathsMissing: Set<String> = []
        /// What waits for a block.
        var waiting: Set<String> = []
        /// The same with their contents.
        var pending: [TronStubTransaction] = []
        /// The most blocks a list may have before the answer counts as too large.
        var listMax = Int.max
        var asked: [String] = []
    }

    static let genesis = "0000000000000000" + String(repeating: "e", count: 48)
    /// The time of the first block; each further one is three seconds later.
    static let firstSeconds = 1_700_000_000

    private let state = Mutex(State())

    init() {
        mine([], hash: Self.genesis)
    }

    func change(_ body: (inout sending State) -> Void) { state.withLock { body(&$0) } }

    var blocks: [Block] { state.withLock { $0.blocks } }
    var asked: [String] { state.withLock { $0.asked } }
    var tip: BlockID { blocks[blocks.count - 1].id }

    /// Adds a block.
    @discardableResult
    func mine(_ transactions: [TronStubTransaction] = [], hash: String? = nil) -> BlockID {
        state.withLock { state in
            state.serial += 1
            let height = state.blocks.count
            let tail = String(format: "%048x", state.serial)
            let id = BlockID(
                height: UInt64(height),
                hash: hash ?? String(format: "%016x", height) + tail
            )
            state.blocks.append(
                Block(
                    id: id,
                    parentHash: state.blocks.last?.id.hash ?? String(repeating: "0", count: 64),
                    // A block in another's place has another time.
                    milliseconds: (Self.firstSeconds + height * 3) * 1_000 + state.serial,
                    transactions: transactions
                )
            )
            return id
        }
    }

    /// Takes the last blocks away.
    func fork(depth: Int) { state.withLock { $0.blocks.removeLast(depth) } }

    /// The cursor that knows the last blocks, as if all of them had been read.
    func cursor(depth: Int = 10) -> ChainCursor {
        ChainCursor(recent: blocks.suffix(depth).reversed().map(\.id))
    }

    func serve() async throws -> TronStubServer {
        try await TronStubServer.start { request in
            self.state.withLock { Self.reply(to: request, &$0) }
        }
    }

    private static func reply(
        to request: TronStubServer.Request,
        _ state: inout State
    ) -> TronStubServer.Reply {
        state.asked.append(request.path)
        if !state.failures.isEmpty { return state.failures.removeFirst() }
        guard !state.pathsMissing.contains(request.path) else {
            return .answer(status: 404, body: "<html>Not Found</html>")
        }
        let question = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body.utf8))
        guard let answer = answer(request.path, question ?? .null, state) else {
            return .answer(status: 200, body: #"{"Error":"class java.lang.Exception"}"#)
        }
        if case .array(let list) = answer["block"], list.count > state.listMax {
            return .answer(status: 200, body: String(repeating: " ", count: 1 << 20))
        }
        guard let data = try? JSONEncoder().encode(answer) else {
            return .answer(status: 500, body: "")
        }
        return .answer(status: 200, body: String(decoding: data, as: UTF8.self))
    }

    private static func answer(
        _ path: String,
        _ question: JSONValue,
        _ state: State
    ) -> JSONValue? {
        let top = state.blocks.count - 1
        func block(_ height: Int, detail: Bool = true) -> JSONValue {
            (0...top).contains(height) ? json(state.blocks[height], detail: detail) : [:]
        }
        switch path {
        case "/wallet/getblock":
            let height = question["id_or_num"].text.map { Int($0) ?? -1 } ?? top
            return block(height, detail: false)
        case "/wallet/getnowblock": return block(top)
        case "/wallet/getblockbynum": return block(question["num"].integer ?? -1)
        case "/walletsolidity/getblock", "/walletsolidity/getnowblock":
            return state.solidified.map { block($0, detail: false) }
        case "/wallet/getblockbylimitnext":
            let first = question["startNum"].integer ?? 0
            let last = min((question["endNum"].integer ?? 0) - 1, top, state.shownMax)
            return first <= last ? ["block": .array((first...last).map { block($0) })] : [:]
        case "/wallet/gettransactioninfobyblocknum":
            let height = question["num"].integer ?? 0
            guard (1...max(top, 1)).contains(height), height <= top else { return [:] }
            if state.receiptsMissing.contains(height) { return [] }
            return receipts(state.blocks[height])
        case "/wallet/gettransactionfrompending":
            let txid = question["value"].text ?? ""
            if let known = state.pending.first(where: { $0.txid == txid }) {
                return known.transaction
            }
            return state.waiting.contains(txid) ? ["txID": .string(txid)] : [:]
        case "/wallet/gettransactionbyid", "/wallet/gettransactioninfobyid":
            return single(question["value"].text ?? "", path, state)
        case "/wallet/getchainparameters":
            return [
                "chainParameter": [
                    ["key": "getTransactionFee", "value": 1_000],
                    ["key": "getEnergyFee", "value": 100], ["key": "getAllowTvmShanghai"],
                ]
            ]
        default: return nil
        }
    }

    /// A transaction of the best chain, or what became of it; `{}` where there is none.
    private static func single(_ txid: String, _ path: String, _ state: State) -> JSONValue {
        for block in state.blocks {
            guard let place = block.transactions.firstIndex(where: { $0.txid == txid }) else {
                continue
            }
            if path.hasSuffix("transactionbyid") { return block.transactions[place].transaction }
            if state.receiptsMissing.contains(Int(block.id.height)) { return [:] }
            return receipts(block).elements[place]
        }
        return [:]
    }

    static func json(_ block: Block, detail: Bool = true) -> JSONValue {
        var raw: [String: JSONValue] = [
            "parentHash": .string(block.parentHash),
            "timestamp": .number(Decimal(block.milliseconds)),
            "txTrieRoot": .string(TronStubTransaction.hash("root")), "version": 34,
        ]
        // The number zero is not written.
        if block.id.height > 0 { raw["number"] = .number(Decimal(block.id.height)) }
        var fields: [String: JSONValue] = [
            "blockID": .string(block.id.hash), "block_header": ["raw_data": .object(raw)],
        ]
        if detail, !block.transactions.isEmpty {
            fields["transactions"] = .array(block.transactions.map(\.transaction))
        }
        return .object(fields)
    }

    static func receipts(_ block: Block) -> JSONValue {
        .array(
            block.transactions.map { transaction in
                var fields = transaction.receipt
                if fields["blockNumber"] == nil {
                    fields["blockNumber"] = .number(Decimal(block.id.height))
                }
                fields["blockTimeStamp"] = .number(Decimal(block.milliseconds))
                return .object(fields)
            }
        )
    }
}
