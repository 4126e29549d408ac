import AsyncHTTPClient
import Foundation
import NIOCore
import Rigs
import Testing

/// A shop that takes ether and tokens on a real EVM chain: a real server on it, and the shop's two
/// sides.
struct EVMShop: OnchainPayWorld {
    /// An account key and its first address, derived by other implementations
    /// (`Tests/KeysTests/Vectors/oracle.json`, m/44'/60'/0').
    static let accountKey =
        "xpub6DCoCpSuQZB2jawqnGMEPS63ePKWkwWPH4TU45Q7LPXWuNd8TMtVxRrgjtEshuqpK3mdhaWHPFsBngh5GF"
        + "ZaM6si3yZdUsT8ddYM3PwnATt"
    static let firstAddress = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
    /// 10 dollars at 3000, rounded up to eight decimals.
    static let etherDue = "3333340000000000"

    let node: EVMNode
    /// The network beside it that gives the same addresses, where there is one.
    let sibling: EVMNode?
    let usdt: String
    let usdc: String
    let shop: ShopServer
    let florin: FlorinProcess
    let client: OkiPaysClient
    let caller: OnchainPayCaller

    /// Opens a shop.
    ///
    /// `hasSibling`: Serves BNB Smart Chain, too, on a chain of its own.
    /// `servers`: Through which servers the node is asked; nil asks it directly.
    init(
        hasSibling: Bool = false,
        finality: EVMNode.Finality = .unsupported,
        servers: ((EVMNode) async throws -> [String])? = nil
    ) async throws {
        node = try await EVMNode.start(chainID: 1)
        sibling = hasSibling ? try await EVMNode.start(chainID: 56) : nil
        try await node.setFinality(finality)
        usdt = try await node.deployToken(symbol: "USDT", decimals: 6)
        usdc = try await node.deployToken(symbol: "USDC", decimals: 6)
        shop = try await ShopServer.start(.done)
        let folder = try TemporaryFolder()
        var coins: [JSONValue] = [
            [
                "id": "ethereum",
                "coins": [
                    ["asset": "USDT", "contract": .string(usdt)],
                    ["asset": "USDC", "contract": .string(usdc)],
                ],
            ]
        ]
        let urls = try await servers?(node) ?? [node.url]
        var networks: [String: JSONValue] = [
            "ethereum": [
                "urls": .array(urls.map { .string($0) }), "confirmations": 3, "finality": 6,
                "pollSeconds": 1,
            ]
        ]
        if let sibling {
            networks["bsc"] = ["url": .string(sibling.url), "confirmations": 2, "finality": 4]
            let token = try await sibling.deployToken(symbol: "USDT", decimals: 18)
            coins.append(
                ["id": "bsc", "coins": [["asset": "USDT", "contract": .string(token)]]]
            )
        }
        let catalogue: JSONValue = ["networks": .array(coins)]
        let config: JSONValue = [
            "networks": .object(networks),
            "catalogueFile": .string(
                try folder.write(Self.text(of: catalogue), to: "catalogue.json")
            ),
            "rates": [
                "ETH": "3000", "USDT": "1", "USDC": "0.999", "BNB": "600",
            ],
            "allowPrivateCallbacks": true,
        ]
        let file = try folder.write(Self.text(of: config), to: "florin.json")
        florin = try await FlorinProcess.start(["--config", file], in: folder)
        let access = try await ShopAccess.create(
            on: florin,
            for: shop,
            wallets: networks.keys.sorted().map { network in
                ShopAccess.Wallet(
                    network: network,
                    accountKey: Self.accountKey,
                    firstAddress: Self.firstAddress
                )
            },
            config: file
        )
        client = access.client
        caller = access.caller
    }

    private static func text(of value: JSONValue) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    /// Opens an OkiPays invoice of 10 dollars and answers where it wants to be paid.
    func open(_ orderID: Int, in ticker: String) async throws -> String {
        let answer = try await client.create([
            "order_id": .number(Decimal(orderID)), "payment_currency_iso": "USD",
            "price": "10.00", "currencies": [["iso": .string(ticker), "network": 1]],
        ])
        try #require(answer.status == 200, "\(answer.text)")
        let shown = try await florin.json("invoice", "show", "\(orderID)")
        return try #require(shown["choices"][0]["address"].text)
    }

    /// Makes an OnchainPay invoice of 10 dollars and answers it with its address.
    func make(in ticker: String) async throws -> (made: JSONValue, address: String) {
        let coin: JSONValue = [["currency": .string(ticker), "networks": [["name": "ethereum"]]]]
        let made = try await make(["currencies": coin])
        let order = try await answer("order", ["orderId": made["orderId"]])
        return (made, try #require(order["address"].text))
    }

    /// Waits for the shop to hear a status of an OkiPays order.
    @discardableResult
    func told(_ orderID: Int, _ status: Int) async throws -> ShopServer.Callback {
        try await Patience.wait(
            for: "status \(status) of order \(orderID)",
            atMost: .seconds(40),
            instead: { "\(story(of: orderID)) \(florin.outputEnd)" }
        ) {
            callbacks(of: orderID).first { $0.statusID == status }
        }
    }

    private func callbacks(of orderID: Int) -> [ShopServer.Callback] {
        shop.firstCallbacks.filter { $0.json["order_id"].integer == orderID }
    }

    /// The statuses the shop heard about an OkiPays order.
    func story(of orderID: Int) -> [Int] { callbacks(of: orderID).compactMap(\.statusID) }

    /// The value of a line of `/metrics`, or nil.
    func metric(_ name: String) async throws -> String? {
        let request = HTTPClientRequest(url: "\(florin.url)/metrics")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
        return line.map { String($0.dropFirst(name.count + 1)) }
    }

    /// Waits until the server has read the chain to its head.
    func hasRead(_ node: EVMNode? = nil, network: String = "ethereum") async throws {
        let head = try await (node ?? self.node).head()
        try await Patience.wait(
            for: "block \(head) of \(network)",
            atMost: .seconds(40),
            instead: { florin.outputEnd }
        ) {
            let line = try await metric("florin_network_height{network=\"\(network)\"}")
            return line.flatMap { Int($0) } ?? 0 >= head ? () : nil
        }
    }
}
