import AsyncHTTPClient
import FoundationEssentials
import Payments

/// The HTTP API of a Tron node, or of a server that speaks it.
///
///     let head = try await node.head().value
///
/// Facts: the java-tron documentation, "HTTP API". Accounts are asked for in hexadecimal.
struct TronNode: Sendable {
    /// A decoded answer and what the server said its time was.
    struct Reply<Value: Sendable>: Sendable {
        let value: Value
        let serverSeconds: Int64?
    }

    typealias Question = [String: RPCCall.Parameter]

    private struct Fault: Decodable {
        let message: String

        enum CodingKeys: String, CodingKey { case message = "Error" }
    }

    private struct ParameterList: Decodable, Sendable {
        struct Entry: Decodable, Sendable {
            let key: String
            let value: Int64?
        }

        let chainParameter: [Entry]
    }

    private struct Waiting: Decodable, Sendable { let txID: String? }

    let endpoint: TronEndpoint
    let httpClient: HTTPClient
    let limits: TronLimits

    /// The longest answer that is looked through for the words of an error.
    private static let faultBytesMax = 1 << 16
    /// The longest message of a node that is passed on.
    private static let messageMax = 300
    /// The node's errors have words and no number.
    private static let faultCode = 0
    /// What a server answers to a path it does not have.
    static let statusesOfMissingPaths: Set<Int> = [404, 405, 501]

    /// The header of the best block.
    func head() async throws(ChainError) -> Reply<TronBlock> {
        let reply = try await headerAnswer(
            "/wallet/getblock",
            ["detail": .flag(false)],
            orElse: "/wallet/getnowblock",
            [:]
        )
        guard let block = reply.value.block else {
            throw .malformed(what: "the answer to getblock is empty")
        }
        return Reply(value: block, serverSeconds: reply.serverSeconds)
    }

    /// The block that the network calls irreversible, or nil where the server does not tell.
    func solidifiedHead() async throws(ChainError) -> BlockID? {
        do throws(ChainError) {
            return try await headerAnswer(
                "/walletsolidity/getblock",
                ["detail": .flag(false)],
                orElse: "/walletsolidity/getnowblock",
                [:]
            ).value.block?.id
        } catch .refused(let status) where Self.statusesOfMissingPaths.contains(status) {
            return nil
        } catch .node {
            return nil
        }
    }

    /// The header of the best chain's block at a height, or nil where there is none.
    func header(at height: UInt64) async throws(ChainError) -> TronBlock? {
        let block = try await headerAnswer(
            "/wallet/getblock",
            ["id_or_num": .text(String(height)), "detail": .flag(false)],
            orElse: "/wallet/getblockbynum",
            ["num": .number(height)]
        ).value.block
        if let block, block.id.height != height {
            throw .malformed(what: "a block of another height than asked for")
        }
        return block
    }

    /// Consecutive blocks, as many of those asked for as there are.
    func blocks(from first: UInt64, count: UInt64) async throws(ChainError) -> [TronBlock] {
        let blocks =
            try await ask(
                "/wallet/getblockbylimitnext",
                ["startNum": .number(first), "endNum": .number(first + count)],
                as: TronBlockList.self
            ).value.block ?? []
        guard blocks.count <= count, zip(first..., blocks).allSatisfy({ $0 == $1.id.height })
        else { throw .malformed(what: "other blocks than asked for") }
        return blocks
    }

    /// The receipts of the transactions of a block.
    func receipts(at height: UInt64) async throws(ChainError) -> [TronReceipt] {
        try await ask(
            "/wallet/gettransactioninfobyblocknum",
            ["num": .number(height)],
            as: TronReceiptList.self
        ).value.receipts
    }

    /// Whether a transaction waits for a block; false where the server cannot tell.
    func isWaiting(_ txid: String) async throws(ChainError) -> Bool {
        do throws(ChainError) {
            return try await ask(
                "/wallet/gettransactionfrompending",
                ["value": .text(txid)],
                as: Waiting.self
            ).value.txID?.lowercased() == txid
        } catch .refused(let status) where Self.statusesOfMissingPaths.contains(status) {
            return false
        } catch .node {
            return false
        }
    }

    /// What the network's committee has set, by name; what is negative or unset is left out.
    func parameters() async throws(ChainError) -> [String: UInt64] {
        let entries = try await ask("/wallet/getchainparameters", [:], as: ParameterList.self)
            .value.chainParameter
        let pairs = entries.compactMap { entry in
            entry.value.flatMap { UInt64(exactly: $0) }.map { (entry.key, $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Asks for a header; servers without `getblock` send the whole block.
    private func headerAnswer(
        _ path: String,
        _ question: Question,
        orElse otherPath: String,
        _ otherQuestion: Question
    ) async throws(ChainError) -> Reply<TronBlockAnswer> {
        do throws(ChainError) {
            return try await ask(path, question, as: TronBlockAnswer.self)
        } catch .refused(let status) where Self.statusesOfMissingPaths.contains(status) {
            return try await ask(otherPath, otherQuestion, as: TronBlockAnswer.self)
        }
    }

    func ask<Value: Decodable & Sendable>(
        _ path: String,
        _ question: Question,
        as type: Value.Type
    ) async throws(ChainError) -> Reply<Value> {
        let exchange = HTTPExchange(
            httpClient: httpClient,
            answerBytesMax: limits.answerBytesMax,
            timeoutSeconds: limits.timeoutSeconds
        )
        let subject = String(path.drop { $0 == "/" }.drop { $0 != "/" }.dropFirst())
        let raw = try await exchange.post(
            question,
            to: endpoint.base + path,
            headers: endpoint.headers,
            about: subject
        )
        guard raw.status == 200 else { throw .refused(status: raw.status) }
        // An error has status 200 as well, and every field of an answer may be absent.
        if raw.body.count <= Self.faultBytesMax,
            let fault = try? JSONDecoder().decode(Fault.self, from: raw.body)
        {
            let message = String(fault.message.prefix(Self.messageMax))
            throw .node(code: Self.faultCode, message: message)
        }
        do {
            let value = try JSONDecoder().decode(type, from: raw.body)
            return Reply(value: value, serverSeconds: raw.serverSeconds)
        } catch let error as ChainError {
            throw error
        } catch {
            throw .malformed(what: "the answer to \(subject)")
        }
    }
}
