import Foundation
import Keys
import Rigs
import Testing

/// Invoices paid on Tron as a simulated node shows it: its chain, contracts and receipts are real.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct TronLifeTests {
    /// A shop that takes TRX and USDT there.
    private struct World: OnchainPayWorld {
        /// `Tests/KeysTests/Vectors/oracle.json`, m/44'/195'/0'.
        static let accountKey =
            "xpub6D1AabNHCupeiLM65ZR9UStMhJ1vCpyV4XbZdyhMZBiJXALQtmn9p42VTQckoHVn8WNqS7dqnJokZHAH"
            + "cHGoaQgmv8D45oNUKx6DZMNZBCd"
        static let firstAddress = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
        static let format = AddressFormat(family: .tron, chain: .main)

        let node: EVMNode
        let facade: TronFacade
        let token: String
        let shop: ShopServer
        let florin: FlorinProcess
        let client: OkiPaysClient
        let caller: OnchainPayCaller

        init() async throws {
            node = try await EVMNode.start()
            token = try await node.deployToken(symbol: "USDT", decimals: 6)
            facade = try await TronFacade.start(before: node)
            shop = try await ShopServer.start(.done)
            let folder = try TemporaryFolder()
            let contract = try #require(Self.format.encode(matchBytes: Self.account(of: token)))
            let catalogue = """
                {"networks": [{"id": "tron", "coins": [{"asset": "USDT", "contract": \
                "\(contract)"}]}]}
                """
            let config = """
                {"networks": {"tron": {"url": "\(facade.url)", "chain": "regtest",
                "confirmations": 2, "finality": 4}},
                "catalogueFile": "\(try folder.write(catalogue, to: "catalogue.json"))",
                "rates": {"TRX": "0.13", "USDT": "1"}, "allowPrivateCallbacks": true}
                """
            let file = try folder.write(config, to: "florin.json")
            florin = try await FlorinProcess.start(["--config", file], in: folder)
            let wallet = ShopAccess.Wallet(
                network: "tron",
                accountKey: Self.accountKey,
                firstAddress: Self.firstAddress
            )
            let access = try await ShopAccess.create(
                on: florin,
                for: shop,
                wallets: [wallet],
                config: file
            )
            client = access.client
            caller = access.caller
        }

        /// The 20 bytes of an account of the EVM chain.
        static func account(of address: String) -> [UInt8] {
            let digits = Array(address.dropFirst(2))
            return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
        }

        /// An address of Tron as the EVM chain writes it.
        static func evm(_ address: String) throws -> String {
            let bytes = try #require(format.decode(address)).matchBytes
            return "0x"
                + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                .joined()
        }

        /// Makes an OnchainPay invoice of 13 dollars and answers it with its address.
        func make(in ticker: String) async throws -> (made: JSONValue, address: String) {
            let coin: JSONValue = [["currency": .string(ticker), "networks": [["name": "tron"]]]]
            let made = try await make(["amount": "13", "currencies": coin])
            let order = try await answer("order", ["orderId": made["orderId"]])
            return (made, try Self.evm(try #require(order["address"].text)))
        }
    }

    @Test func `TRX and USDT are found, counted and told, and fakes are not`() async throws {
        let world = try await World()
        let (native, first) = try await world.make(in: "TRX")
        let (tokens, second) = try await world.make(in: "USDT")
        let node = world.node
        let fake = try await node.deployToken(symbol: "USDT", decimals: 6)
        try await node.transfer(fake, to: second, units: "13000000")
        try await node.failTransfer(world.token, to: second, units: "13000000")
        // 13 dollars at 0.13 are 100 TRX; a sun is 10¹² of the EVM chain's units.
        try await node.pay(to: first, units: "100000000000000000000")
        try await world.told(native["id"], "PENDING", received: "100")
        try await node.transfer(world.token, to: second, units: "13000000")
        try await node.mine(2)
        try await world.told(native["id"], "PROCESSED", received: "100")
        let done = try await world.told(tokens["id"], "PROCESSED", received: "13")
        #expect(done.json["transactions"].elements.count == 1)
        #expect(done.json["transactions"][0]["tx"].text?.hasPrefix("0x") == false)
        try await world.expectGenuine(native["id"])
        try await world.expectGenuine(tokens["id"])
    }

    @Test func `a reorganisation and a restart lose and double nothing`() async throws {
        let world = try await World()
        let (made, address) = try await world.make(in: "USDT")
        let before = try await world.node.snapshot()
        let txid = try await world.node.transfer(world.token, to: address, units: "13000000")
        try await world.told(made["id"], "PENDING", received: "13")
        // The node that lost it from the chain lost it altogether.
        try await world.node.revert(to: before)
        try await world.node.forget(txid)
        try await world.node.mine(2)
        try await world.stands(made, "INIT")
        try await world.florin.kill()
        try await world.node.transfer(world.token, to: address, units: "13000000")
        try await world.node.mine(3)
        try await world.florin.restart()
        try await world.told(made["id"], "PROCESSED", received: "13")
        let order = try await world.answer("order", ["orderId": made["orderId"]])
        #expect(order["received"] == "13")
    }

    @Test func `what moving USDT on costs is part of the quote`() async throws {
        let world = try await World()
        let coin: JSONValue = [["currency": "USDT", "networks": [["name": "tron"]]]]
        // 64285 energy × 100 sun + 345 bandwidth × 1000 sun are 6.7735 TRX, 0.880555 USDT.
        let quote = try await Patience.wait(for: "the network's costs") {
            let made = try await world.make([
                "amount": "13", "currencies": coin, "includeFee": true,
            ])
            let order = try await world.answer("order", ["orderId": made["orderId"]])
            return order["amount"] == "13.880555" ? order : nil
        }
        #expect(quote["currency"] == "USDT")
    }
}
