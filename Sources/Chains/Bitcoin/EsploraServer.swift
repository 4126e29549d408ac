import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1
import Payments

/// An Esplora server (electrs, mempool.space, blockstream.info) over its HTTP interface.
///
/// What it is trusted with: which blocks the best chain has, and that it leaves nothing out of its
/// mempool. What it is not trusted with: the contents. A block must hash to the name it was asked
/// for by and its transactions to the root in its header, a transaction to its txid. It could still
/// name blocks that nobody worked for, so whoever takes large sums should run a server or a node.
///
/// The mempool is left alone unless asked for. There is no way to ask a public server what waits
/// for a million addresses that does not grow with the addresses or with everybody's payments.
/// Without it a payment shows with its first block, and one that is still waiting at the deadline
/// counts as late.
///
/// Too many requests are answered with status 429, which comes out as `ChainError.refused`; whoever
/// asks then makes a pause.
struct EsploraServer: BitcoinNode {
    /// The URL that every path is put behind, without a slash at its end.
    let endpoint: String
    /// Whether the whole mempool is read: for a server of one's own.
    let readsMempool: Bool
    let httpClient: HTTPClient
    let limits: BitcoinLimits

    var isTrusted: Bool { false }

    /// The target in blocks whose estimate is taken, and those that follow where it is missing.
    private static let estimateTargets = ["6", "10", "20", "25", "144", "504", "1008"]

    /// Reads servers at a URL with or without a slash at its end.
    init(endpoint: String, readsMempool: Bool, httpClient: HTTPClient, limits: BitcoinLimits) {
        var endpoint = endpoint
        while endpoint.hasSuffix("/") { endpoint.removeLast() }
        self.endpoint = endpoint
        self.readsMempool = readsMempool
        self.httpClient = httpClient
        self.limits = limits
    }

    func view() async throws -> NodeView {
        // Not the tip's hash: asked for apart, height and hash may be of different moments.
        guard let reply = try await get("/blocks/tip/height", about: "the height of the tip"),
            let height = UInt64(text(of: reply)),
            let hash = try await bestHash(at: height)
        else { throw ChainError.malformed(what: "the height of the tip") }
        return NodeView(
            chainName: nil,
            tip: BlockID(height: height, hash: hash),
            isSyncing: false,
            serverSeconds: reply.serverSeconds
        )
    }

    func bestHashes(at heights: [UInt64]) async throws -> [String?] {
        var hashes: [String?] = []
        for height in heights { hashes.append(try await bestHash(at: height)) }
        return hashes
    }

    func knows(_ hash: String) async throws -> Bool {
        try await get("/block/\(hash)/header", about: "a block header") != nil
    }

    func blocks(_ hashes: [String]) async throws -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        for hash in hashes {
            guard let reply = try await get("/block/\(hash)/raw", about: "a block") else {
                throw ChainError.malformed(what: "a block that is named and not there")
            }
            blocks.append(reply.bytes)
        }
        return blocks
    }

    func waitingTxids() async throws -> [String]? {
        guard readsMempool else { return nil }
        let reply = try await get("/mempool/txids", about: "the mempool")
        guard let reply, let txids = try? JSONDecoder().decode([String].self, from: reply.body)
        else { throw ChainError.malformed(what: "the list of the mempool") }
        return txids
    }

    func transactions(_ txids: [String]) async throws -> [[UInt8]?] {
        var transactions: [[UInt8]?] = []
        for txid in txids {
            let reply = try await get("/tx/\(txid)/raw", about: "a transaction")
            transactions.append(reply?.bytes)
        }
        return transactions
    }

    func feeRate() async throws -> Ratio? {
        guard let reply = try await get("/fee-estimates", about: "fee estimates"),
            let rates = try? JSONDecoder().decode([String: FeeNumber].self, from: reply.body)
        else { throw ChainError.malformed(what: "fee estimates") }
        return Self.estimateTargets.lazy.compactMap { rates[$0]?.ratio }.first
    }

    private func bestHash(at height: UInt64) async throws -> String? {
        let reply = try await get("/block-height/\(height)", about: "a block hash")
        guard let reply else { return nil }
        let hash = text(of: reply)
        // It becomes a part of paths, so it must be nothing but a hash.
        guard TransactionKey(hash) != nil, hash == hash.lowercased() else {
            throw ChainError.malformed(what: "a block hash")
        }
        return hash
    }

    /// The longest answer of one word that is looked at.
    private static let wordBytesMax = 100

    private func text(of reply: HTTPExchange.Reply) -> String {
        let text = String(decoding: reply.body.prefix(Self.wordBytesMax), as: UTF8.self)
        return String(text.filter { !$0.isWhitespace })
    }

    /// Nil where the server has no such thing.
    func get(
        _ path: String,
        about subject: String
    ) async throws -> HTTPExchange.Reply? {
        let exchange = HTTPExchange(
            httpClient: httpClient,
            answerBytesMax: limits.answerBytesMax,
            timeoutSeconds: limits.timeoutSeconds
        )
        let reply = try await exchange.get(endpoint + path, about: subject)
        switch reply.status {
        case 200: return reply
        case 404: return nil
        default: throw ChainError.refused(status: reply.status)
        }
    }
}
