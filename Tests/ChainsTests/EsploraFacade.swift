import Foundation
import Rigs

@testable import Chains

/// Esplora's paths in front of a real Litecoin node, which a test may have lie.
enum EsploraFacade {
    /// Gets the parts of a path and the true answer; gives the answer to send.
    typealias Tampering =
        @Sendable (_ path: [String], _ reply: BitcoinStubNode.Reply) -> BitcoinStubNode.Reply

    static func start(
        _ node: Litecoind,
        tampering tamper: @escaping Tampering
    ) async throws -> BitcoinStubNode {
        try await BitcoinStubNode.start { (request: BitcoinStubNode.Request) in
            let path = request.path.split(separator: "/").map(String.init)
            return tamper(path, await answer(to: path, node))
        }
    }

    private static func answer(to path: [String], _ node: Litecoind) async -> BitcoinStubNode.Reply
    {
        let name = path.count > 1 ? path[1] : ""
        do {
            switch (path.first, path.last) {
            case ("blocks", "height"):
                return .answer(status: 200, body: "\(try await node.height())")
            case ("block-height", _):
                let hash = try await node.blockHash(at: Int(name) ?? -1)
                return .answer(status: 200, body: hash)
            case ("block", "raw"):
                return data(try await node.rpc("getblock", .string(name), 0))
            case ("block", "header"):
                let header = try await node.rpc("getblockheader", .string(name), false)
                return .answer(status: 200, body: header.text ?? "")
            case ("mempool", "txids"):
                let list = try await node.mempool().map { txid in "\"\(txid)\"" }.joined(
                    separator: ","
                )
                return .answer(status: 200, body: "[\(list)]")
            case ("tx", "raw"):
                return data(try await raw(name, node))
            case ("tx", _): return try await description(of: name, node)
            case ("fee-estimates", _):
                return .answer(status: 200, body: #"{"2":87.882,"6":68.285,"144":1.027}"#)
            default:
                return .answer(status: 404, body: "no such path")
            }
        } catch RigError.refused {
            return .answer(status: 404, body: "not found")
        } catch {
            return .answer(status: 500, body: "\(error)")
        }
    }

    /// Such a server knows every transaction; the node without an index needs its block.
    private static func raw(_ txid: String, _ node: Litecoind) async throws -> JSONValue {
        guard let block = try await block(of: txid, node) else {
            return try await node.rpc("getrawtransaction", .string(txid))
        }
        return try await node.rpc("getrawtransaction", .string(txid), false, .string(block.hash))
    }

    private static func block(
        of txid: String,
        _ node: Litecoind
    ) async throws -> (height: Int, hash: String)? {
        let height = try await node.height()
        for height in ((height - 20)...height).reversed() {
            let hash = try await node.blockHash(at: height)
            let block = try await node.rpc("getblock", .string(hash), 1)
            if block["tx"].elements.contains(.string(txid)) { return (height, hash) }
        }
        return nil
    }

    private static func description(
        of txid: String,
        _ node: Litecoind
    ) async throws -> BitcoinStubNode.Reply {
        if let (height, hash) = try await block(of: txid, node) {
            let status = #"{"confirmed":true,"block_height":\#(height),"block_hash":"\#(hash)"}"#
            return .answer(status: 200, body: #"{"txid":"\#(txid)","status":\#(status)}"#)
        }
        let entry = try await node.rpc("getmempoolentry", .string(txid))
        guard case .number(let fee) = entry["fees"]["base"], let weight = entry["weight"].integer
        else { return .answer(status: 404, body: "not found") }
        let status = #"{"confirmed":false}"#
        let units = "\(fee * 100_000_000)"
        return .answer(
            status: 200,
            body: #"{"txid":"\#(txid)","fee":\#(units),"weight":\#(weight),"status":\#(status)}"#
        )
    }

    private static func data(_ answer: JSONValue) -> BitcoinStubNode.Reply {
        .data(answer.text.flatMap(HexText.bytes) ?? [])
    }
}
