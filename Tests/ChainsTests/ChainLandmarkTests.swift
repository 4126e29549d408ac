import Foundation
import Keys
import Payments
import Rigs
import Testing

@testable import Chains

@Suite struct `The chain of a node` {
    private static let genesis = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
    private static let bitcoin = [
        0: genesis, 478_559: "00000000000000000019f112ec0a9982926f1258cdcc558dd7c3b7e5dc7fa148",
    ]
    private static let cash = [
        0: genesis, 478_559: "000000000000000000651ef99cb9fcbe0dadde1d424bd9f15ff20136191a5eec",
        661_648: "0000000000000000029e471c41818d24b8b74c911071c4ef0b4a0509f9b5a8ce",
    ]
    /// What parted from Bitcoin Cash later has its first landmark and not its second.
    private static let parted = cash.merging([661_648: genesis]) { $1 }

    private static func status(
        _ hashes: [Int: String],
        blocks: Int = 900_000,
        headers: Int = 900_000,
        as family: AddressFormat.Family
    ) async throws -> ChainStatus {
        let stub = try await RPCStub.start { method, params in
            guard method == "getblockhash" else {
                return [
                    "chain": "main", "blocks": .number(Decimal(blocks)),
                    "headers": .number(Decimal(headers)), "bestblockhash": "00",
                ]
            }
            let hash = params.first?.integer.flatMap { $0 <= blocks ? hashes[$0] : nil }
            guard let hash else { throw RPCStub.Fault(code: -8) }
            return .string(hash)
        }
        let status = try await RPCStub.source(stub, family).status()
        try await stub.close()
        return status
    }

    @Test func `is told from those that share its beginning`() async throws {
        #expect(try await Self.status(Self.bitcoin, as: .bitcoin).height == 900_000)
        #expect(try await Self.status(Self.cash, as: .bitcoincash).height == 900_000)
        for (hashes, family) in [
            (Self.cash, AddressFormat.Family.bitcoin), (Self.bitcoin, .bitcoincash),
            (Self.parted, .bitcoincash), (Self.bitcoin, .dogecoin), (Self.bitcoin, .litecoin),
        ] {
            let error = await #expect(throws: ChainError.self) {
                try await Self.status(hashes, as: family)
            }
            guard case .wrongChain = error else {
                Issue.record("not the wrong chain but \(String(describing: error))")
                return
            }
        }
    }

    @Test func `is not known while its node has not got that far`() async throws {
        let status = try await Self.status(Self.cash, blocks: 500_000, as: .bitcoincash)
        #expect(status.isSyncing)
        let stub = try await RPCStub.start { method, params in
            guard method == "getblockhash" else {
                return ["chain": "main", "blocks": 9, "bestblockhash": .string(Self.genesis)]
            }
            guard params.first?.integer == 0 else { throw RPCStub.Fault(code: -8) }
            return .string(Self.genesis)
        }
        let error = await #expect(throws: ChainError.self) {
            try await RPCStub.source(stub, .bitcoincash).update(after: nil) { WatchedSet(seed: 1) }
        }
        guard case .node(code: -10, _) = error else {
            Issue.record("not still syncing but \(String(describing: error))")
            return
        }
        try await stub.close()
    }

    @Test func `is being read by an old node that lacks many blocks of its headers`() async throws {
        let behind = try await Self.status(Self.bitcoin, headers: 900_100, as: .bitcoin)
        #expect(behind.isSyncing)
        let near = try await Self.status(Self.bitcoin, headers: 900_003, as: .bitcoin)
        #expect(!near.isSyncing)
    }

    @Test func `is known for every network of a Bitcoin-like family`() {
        for family in AddressFormat.Family.allCases {
            for chain in ChainKind.allCases {
                let landmarks = ChainLandmark.all(
                    of: AddressFormat(family: family, chain: chain)
                )
                #expect(landmarks.isEmpty == [.evm, .tron].contains(family))
                #expect(landmarks.isEmpty || landmarks[0].height == 0)
                for hash in landmarks.flatMap(\.hashes) { #expect(TransactionKey(hash) != nil) }
            }
        }
    }

    @Test func `begins with the blocks whose bytes are known`() throws {
        for (name, family) in [
            ("bitcoin-genesis", AddressFormat.Family.bitcoin), ("bitcoin-genesis", .bitcoincash),
            ("dogecoin-genesis", .dogecoin),
        ] {
            let landmark = ChainLandmark.all(of: AddressFormat(family: family, chain: .main))[0]
            #expect(try landmark.hashes == [BitcoinFixture.block(name).header.hash])
        }
    }
}
