import Foundation
import Keys
import Testing

@testable import Chains

/// A block as a node gave it and what the node itself said is in it.
struct BitcoinFixture: Decodable {
    struct Output: Decodable, Hashable {
        let txid: String
        let index: UInt32
        let units: String
        let script: String
        let address: String?
    }

    let hash: String
    let parent: String
    let time: Int64
    let transactions: Int
    let outputs: [Output]

    static let blocks = [
        "bitcoin-genesis", "dogecoin-genesis", "dogecoin-merge-mined",
        "bitcoincash-chipnet-tokens", "litecoin-regtest-legacy-spend", "litecoin-regtest-segwit",
        "litecoin-regtest-mweb-peg-in", "litecoin-regtest-mweb-peg-out",
    ]

    static let blocksWithoutMWEB = Array(blocks.dropLast(2))

    static let transactions = [
        "litecoin-regtest-mweb-peg-in-transaction", "litecoin-regtest-mweb-peg-out-transaction",
        "litecoin-regtest-mweb-only-transaction",
    ]

    static func load(_ name: String) throws -> BitcoinFixture {
        try JSONDecoder().decode(BitcoinFixture.self, from: file("\(name).json"))
    }

    /// The rules of the network that the name begins with.
    static func rules(_ name: String) -> BlockRules {
        let family = AddressFormat.Family.allCases.first { "\($0)" == name.prefix { $0 != "-" } }
        return BlockRules(of: family ?? .bitcoin)
    }

    static func block(_ name: String, _ bytes: [UInt8]? = nil) throws -> RawBlock {
        try RawBlock(bytes ?? Self.bytes(name), rules: rules(name))
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        let text = String(decoding: try file("\(name).hex"), as: UTF8.self)
        return try #require(HexText.bytes(of: text.filter { !$0.isNewline }))
    }

    static func file(_ name: String) throws -> Data {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try Data(contentsOf: folder.appending(path: "Blocks").appending(path: name))
    }

    /// A set with every script of the block in it.
    func watchedSet() throws -> WatchedSet {
        var watched = WatchedSet(seed: 7)
        for output in outputs { watched.insert(try #require(HexText.bytes(of: output.script))) }
        return watched
    }
}
