import Payments
import Rigs
import Testing

@testable import Chains

/// Random chains, forks and servers, and what is known of them in the end.
@Suite struct `An EVM source in every weather` {
    private static func transactions(
        _ number: inout Int,
        _ dice: inout Dice
    ) -> [EVMStubChain.Transaction] {
        (0..<Int.random(in: 0...4, using: &dice)).map { _ in
            number += 1
            let receivers = [EVMBench.ours, EVMBench.other, EVMStubChain.stranger]
            let to = receivers[Int.random(in: 0..<3, using: &dice)]
            let amount = UInt128(Int.random(in: 1...1_000, using: &dice))
            var transaction =
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: EVMStubChain.payment("\(number)", to: to, value: amount)
                case 1: EVMStubChain.token("\(number)", EVMBench.usdt, to: to, amount: amount)
                default: EVMStubChain.token("\(number)", EVMBench.usdc, to: to, amount: amount)
                }
            if to == EVMStubChain.stranger { transaction.logs += transaction.logs }
            if Int.random(in: 0..<10, using: &dice) == 0 { transaction.status = "0x0" }
            return transaction
        }
    }

    @Test func `gives the same transfers from every cursor`() async throws {
        var dice = Dice()
        var number = 0
        var chain = EVMStubChain(blocks: 3)
        for _ in 0..<60 { chain.mine(Self.transactions(&number, &dice)) }
        let bench = try await EVMBench.start(chain)
        for height in stride(from: 2, through: 62, by: 3) {
            var ledger = EVMLedger(after: EVMBench.cursor(chain, at: height))
            for _ in 0..<4 {
                ledger.store(try await bench.restarted().update(after: ledger.cursor))
            }
            #expect(ledger.blocks.last?.height == 62, "\(dice)")
            #expect(ledger.all == EVMLedger.truth(chain, above: height), "\(dice)")
        }
        try await bench.close()
    }

    private static func misbehave(_ server: EVMStubServer, _ dice: inout Dice) {
        let luck = Int.random(in: 0..<12, using: &dice)
        let lag = Int.random(in: 1...4, using: &dice)
        server.change { manners in
            manners = EVMStubServer.Manners()
            switch luck {
            case 0: manners.status = 503
            case 1: manners.status = 429
            case 2: manners.lag = lag
            case 3: manners.hidesLogs = true
            case 4: manners.rangeMax = 3
            case 5: manners.takesBatches = false
            case 6: manners.offersFinalized = false
            case 7: manners.lie = { $0 == "eth_getLogs" ? "[" : $1 }
            case 8: manners.lie = { $0 == "eth_getTransactionReceipt" ? "null" : $1 }
            default: break
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func `knows all and only what the chain holds, once the weather is good`(
        _ servers: Int
    ) async throws {
        var dice = Dice()
        var number = 0
        var chain = EVMStubChain(blocks: 21)
        let bench = try await EVMBench.start(chain, servers: servers)
        var ledger = EVMLedger(after: EVMBench.cursor(chain, at: 20))
        for _ in 0..<60 {
            if Int.random(in: 0..<4, using: &dice) == 0, chain.blocks.count > 30 {
                let depth = Int.random(in: 1...6, using: &dice)
                chain.takeBack(depth)
                var waiting = chain.waiting
                for _ in 0...depth {
                    let part = waiting.prefix(Int.random(in: 0...2, using: &dice))
                    waiting.removeFirst(part.count)
                    chain.mine(Array(part))
                }
            }
            for _ in 0..<Int.random(in: 0...8, using: &dice) {
                chain.mine(Self.transactions(&number, &dice))
            }
            for server in bench.servers {
                if Int.random(in: 0..<5, using: &dice) > 0 { server.show(chain) }
                Self.misbehave(server, &dice)
            }
            bench.clock.advance(Int64.random(in: 0...20, using: &dice))
            if let update = try? await bench.update(after: ledger.cursor) {
                ledger.store(update)
            }
        }
        chain.mine()
        for server in bench.servers {
            server.change { $0 = EVMStubServer.Manners() }
            server.show(chain)
        }
        for _ in 0..<60 where ledger.blocks.last?.hash != chain.blocks.last?.hash {
            bench.clock.advance(300)
            if let update = try? await bench.update(after: ledger.cursor) {
                ledger.store(update)
            }
        }
        #expect(ledger.blocks.last?.hash == chain.blocks.last?.hash, "\(dice)")
        #expect(ledger.all == EVMLedger.truth(chain, above: 20), "\(dice)")
        try await bench.close()
    }
}
