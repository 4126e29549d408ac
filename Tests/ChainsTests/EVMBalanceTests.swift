import Keys
import Payments
import Testing

@testable import Chains

@Suite struct `Money that blocks do not show` {
    private static let account = WaitingAccount(
        matchBytes: EVMBench.format.decode(EVMBench.ours)?.matchBytes ?? [],
        address: EVMBench.oursAsIssued,
        received: 5
    )

    private static func chain(calls: Int) -> EVMStubChain {
        var chain = EVMStubChain(blocks: 11)
        let calls = (0..<calls).map { number in
            EVMStubChain.Transaction(
                hash: EVMStubChain.hash("call \(number)"),
                to: EVMBench.other,
                input: "0x01"
            )
        }
        chain.mine([EVMStubChain.payment("p", to: EVMBench.other, value: 1)] + calls)
        chain.balances[EVMBench.ours] = "0x8"
        return chain
    }

    @Test(arguments: [0, 1, 2])
    func `is found by the balance, under the only call or the block`(_ calls: Int) async throws {
        let chain = Self.chain(calls: calls)
        let bench = try await EVMBench.start(chain, servers: 2)
        let block = BlockID(height: 11, hash: chain.blocks[11].hash)
        let poor = WaitingAccount(
            matchBytes: [UInt8](repeating: 0x11, count: 20),
            address: EVMBench.other,
            received: 0
        )
        let found = try await bench.source.internalTransfers(
            to: [poor, Self.account],
            at: block
        )
        let transfer = try #require(found.first)
        #expect(found.count == 1)
        #expect(transfer.amount.units == 3)
        #expect(transfer.address == EVMBench.oursAsIssued)
        #expect(transfer.id.txid == (calls == 1 ? EVMStubChain.hash("call 0") : block.hash))
        #expect(transfer.id.index == 0x8000_0000 | 0x9858_effd >> 1)
        let again = try await bench.source.internalTransfers(to: [Self.account], at: block)
        #expect(again == found)
        try await bench.close()
    }

    @Test func `is nothing where the balance is what is known`() async throws {
        var chain = Self.chain(calls: 1)
        let bench = try await EVMBench.start(chain)
        let block = BlockID(height: 11, hash: chain.blocks[11].hash)
        for balance in ["0x5", "0x4", "0x0"] {
            chain.balances[EVMBench.ours] = balance
            bench.show(chain)
            #expect(
                try await bench.source.internalTransfers(to: [Self.account], at: block).isEmpty
            )
        }
        try await bench.close()
    }

    @Test func `is not looked for in a block that left the chain`() async throws {
        let bench = try await EVMBench.start(Self.chain(calls: 1))
        let block = BlockID(height: 11, hash: EVMStubChain.hash("left"))
        // Whether there is more than is known or not: of that block nothing is known.
        for received: UInt128 in [5, 100] {
            let account = WaitingAccount(
                matchBytes: Self.account.matchBytes,
                address: Self.account.address,
                received: received
            )
            await #expect(throws: ChainError.disagreement(height: 11, what: "the block's hash")) {
                try await bench.source.internalTransfers(to: [account], at: block)
            }
        }
        try await bench.close()
    }

    @Test func `is not believed of one server alone`() async throws {
        let chain = Self.chain(calls: 1)
        let bench = try await EVMBench.start(chain, servers: 2)
        let block = BlockID(height: 11, hash: chain.blocks[11].hash)
        bench.servers[0].change {
            $0.lie = { method, text in method == "eth_getBalance" ? "\"0xff\"" : text }
        }
        await #expect(throws: ChainError.disagreement(height: 11, what: "a balance")) {
            try await bench.source.internalTransfers(to: [Self.account], at: block)
        }
        try await bench.close()
    }
}
