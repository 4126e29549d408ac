import Foundation
import Keys
import Payments
import Rigs
import Testing

@testable import Chains

@Suite struct `The cost of moving a coin on` {
    private static let dogecoinRegtest =
        "3d2160a3b5dc4a9d62e7e66a295f70313ac808440ef7400d6c0772171ce973a5"

    private static func cost(
        _ answers: [String: String],
        _ family: AddressFormat.Family = .dogecoin
    ) async throws -> NetworkCost? {
        let stub = try await RPCStub.start { method, _ in
            switch method {
            case "getblockchaininfo": ["chain": "regtest", "blocks": 5, "bestblockhash": "00"]
            case "getblockhash":
                .string(
                    family == .dogecoin
                        ? dogecoinRegtest
                        : "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"
                )
            default:
                try answers[method].map {
                    try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
                }
            }
        }
        let costs = try await RPCStub.source(stub, family, chain: .regtest)
            .networkCosts(at: Instant(seconds: 3))
        try await stub.close()
        return costs["C"]
    }

    private static let relay = #"{"relayfee":0.001}"#
    private static let pool = #"{"mempoolminfee":0.00000000}"#

    @Test func `is the node's estimate for the size of an input`() async throws {
        for (family, bytes) in [
            (AddressFormat.Family.bitcoin, 68), (.dogecoin, 148), (.bitcoincash, 148),
        ] {
            let cost = try await Self.cost(
                [
                    "estimatesmartfee": #"{"feerate":0.01001234,"blocks":6}"#,
                    "getmempoolinfo": Self.pool, "getnetworkinfo": Self.relay,
                ],
                family
            )
            #expect(cost?.parts.map(\.count) == [UInt64(bytes)])
            #expect(cost?.parts.map(\.unit) == ["vB"])
            #expect(cost?.parts.map(\.price) == [try Ratio(decimal: "1001.234")])
            #expect(cost?.time == Instant(seconds: 3))
        }
    }

    @Test(arguments: [
        #"{"errors":["Insufficient data or no feerate found"],"blocks":6}"#,
        #"{"feerate":-1,"blocks":-1}"#, #"{"feerate":0.00000001}"#, nil,
    ])
    func `is never below what the node relays`(_ estimate: String?) async throws {
        var answers = ["getmempoolinfo": Self.pool, "getnetworkinfo": Self.relay]
        answers["estimatesmartfee"] = estimate
        let cost = try await Self.cost(answers)
        #expect(cost?.parts.map(\.price) == [Ratio(whole: 100)])
        #expect(try cost?.amount.units == 14_800)
    }

    @Test func `is what a full mempool asks where that is more`() async throws {
        let cost = try await Self.cost([
            "getmempoolinfo": #"{"mempoolminfee":0.05}"#, "getnetworkinfo": Self.relay,
        ])
        #expect(cost?.parts.map(\.price) == [Ratio(whole: 5_000)])
    }

    @Test func `is left out where nothing is known, and refused beyond all reason`() async throws {
        #expect(try await Self.cost(["getmempoolinfo": "{}", "getnetworkinfo": "{}"]) == nil)
        await #expect(throws: ChainError.tooLarge(what: "a fee rate")) {
            try await Self.cost([
                "estimatesmartfee": #"{"feerate":1e20}"#, "getmempoolinfo": Self.pool,
                "getnetworkinfo": Self.relay,
            ])
        }
    }

    @Test(arguments: [
        ("0.00001000", "0.00001"), ("1e-05", "0.00001"), ("0.1", "0.1"), ("68.285", "68.285"),
        ("20.100000000000001", "20.100000000000001"),
        ("123456789012345678.12345678", "123456789012345678.12345678"),
    ])
    func `is read as it is written`(_ text: String, _ exact: String) throws {
        let numbers = try JSONDecoder().decode([FeeNumber].self, from: Data("[\(text)]".utf8))
        #expect(numbers.map(\.ratio) == [try Ratio(decimal: exact)])
    }

    @Test func `comes from a real node's relay fee on a private chain`() async throws {
        let node = try await Litecoind.start()
        defer { node.close() }
        let costs = try await BitcoinBench.source(node).networkCosts(at: Instant(seconds: 1))
        #expect(costs["LTC"]?.parts.map(\.price) == [Ratio.one])
        #expect(try costs["LTC"]?.amount == Amount(units: 68, of: BitcoinBench.asset))
    }
}
