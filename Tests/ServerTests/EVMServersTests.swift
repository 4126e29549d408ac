import Foundation
import Rigs
import Testing

/// Servers of an EVM chain that fail, lag and lie: nothing is lost and nothing invented.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct EVMServersTests {
    /// A shop that asks an honest server and one that a test spoils.
    private struct World {
        let shop: EVMShop
        let proxy: FaultyProxy

        init(alone: Bool = false) async throws {
            let (stream, made) = AsyncStream.makeStream(of: FaultyProxy.self)
            shop = try await EVMShop { node in
                let proxy = try await FaultyProxy.start(before: node.url)
                made.yield(proxy)
                return alone ? [proxy.url] : [node.url, proxy.url]
            }
            var proxies = stream.makeAsyncIterator()
            proxy = try #require(await proxies.next())
        }
    }

    @Test(arguments: [
        FaultyProxy.Behaviour.refusing, .dropping, .slow, .status(429), .status(500), .html,
        .lagging(blocks: 3),
    ])
    func `a spoilt server alone loses nothing once it is well again`(
        behaviour: FaultyProxy.Behaviour
    ) async throws {
        let world = try await World(alone: true)
        let (made, address) = try await world.shop.make(in: "USDT")
        let other = try await world.shop.open(2, in: "ETH")
        try await world.shop.hasRead()
        world.proxy.becomes(behaviour)
        let node = world.shop.node
        try await node.transfer(world.shop.usdt, to: address, units: "10000000")
        try await node.pay(to: other, units: EVMShop.etherDue)
        try await node.mine(2)
        world.proxy.forgetCounts()
        // A refused connection brings no request, but the network is down then.
        let up = "florin_network_up{network=\"ethereum\"}"
        try await Patience.wait(for: "some requests", atMost: .seconds(60)) {
            let isDown = try await world.shop.metric(up) == "0"
            return world.proxy.requests > 0 || isDown ? () : nil
        }
        world.proxy.becomes(.honest)
        world.proxy.release()
        try await world.shop.told(made["id"], "PROCESSED", received: "10")
        try await world.shop.told(2, 8)
    }

    @Test func `a server that invents payments or other blocks is not believed beside another`()
        async throws
    {
        let world = try await World()
        let shop = world.shop
        let (made, address) = try await shop.make(in: "USDT")
        try await shop.hasRead()
        world.proxy.becomes(
            .inventing(
                FaultyProxy.Invention(
                    txid: "0x" + String(repeating: "ab", count: 32),
                    token: shop.usdt,
                    receiver: address,
                    units: 10_000_000,
                    height: try await shop.node.head() + 1
                )
            )
        )
        try await shop.node.mine(4)
        try await Patience.wait(for: "the disagreement", instead: { shop.florin.outputEnd }) {
            shop.florin.outputEnd.contains("disagree") ? () : nil
        }
        try await shop.stands(made, "INIT")
        world.proxy.becomes(.emptyLogs)
        try await shop.node.transfer(shop.usdt, to: address, units: "10000000")
        try await shop.node.mine(3)
        world.proxy.becomes(.honest)
        try await shop.told(made["id"], "PROCESSED", received: "10")
        let doctor = try await shop.florin.run("doctor")
        #expect(doctor.output.contains("serversDisagree"))
    }

    /// What a server tells wrongly of a block that pays an address.
    enum Lie: CaseIterable {
        case otherHashes, noLogs, withoutThePayment
    }

    @Test(arguments: Lie.allCases)
    func `a server that tells a block otherwise holds a payment up and loses none`(
        lie: Lie
    ) async throws {
        let world = try await World()
        let shop = world.shop
        let (made, address) = try await shop.make(in: "USDT")
        try await shop.hasRead()
        switch lie {
        case .otherHashes: world.proxy.becomes(.lyingHash(above: try await shop.node.head()))
        case .noLogs: world.proxy.becomes(.emptyLogs)
        case .withoutThePayment: world.proxy.becomes(.omitting(address))
        }
        try await shop.node.transfer(shop.usdt, to: address, units: "10000000")
        try await shop.node.mine(3)
        try await Patience.wait(for: "the disagreement", instead: { shop.florin.outputEnd }) {
            shop.florin.outputEnd.contains("disagree") ? () : nil
        }
        try await shop.stands(made, "INIT")
        world.proxy.becomes(.honest)
        try await shop.told(made["id"], "PROCESSED", received: "10")
    }

    @Test func `the other server carries on where one is dead`() async throws {
        let world = try await World()
        let (made, address) = try await world.shop.make(in: "USDT")
        world.proxy.becomes(.refusing)
        try await world.shop.node.transfer(world.shop.usdt, to: address, units: "10000000")
        try await world.shop.node.mine(2)
        try await world.shop.told(made["id"], "PROCESSED", received: "10")
    }
}
