import Foundation
import Rigs
import Testing

/// A shop that takes Litecoin: a real node, a real server on it, and the shop's two sides.
struct LitecoinShop {
    /// What the invoices of these tests cost: 100.00 USD at 87.41, rounded up once.
    static let due = "1.14403387"
    static let half = "0.57201693"
    static let rest = "0.57201694"

    /// An account key and its first addresses, derived by other implementations
    /// (`Tests/KeysTests/Vectors/oracle.json`, m/84'/1'/0').
    static let accountKey =
        "vpub5Y6cjg78GGuNLsaPhmYsiw4gYX3HoQiRBiSwDaBXKUafCt9bNwWQiitDk5VZ5BVxYnQdwoTyXSs2JHRPAg"
        + "jAvtbBrf8ZhDYe2jWAqvZVnsc"
    static let firstAddress = "rltc1q6rz28mcfaxtmd6v789l9rrlrusdprr9puuzgkg"

    let node: Litecoind
    let shop: ShopServer
    let florin: FlorinProcess
    let client: OkiPaysClient
    let caller: OnchainPayCaller

    /// Opens a shop.
    ///
    /// `isBitcoinOffered`: Adds bitcoin, whose node does not answer, as a coin to choose.
    init(_ reply: ShopServer.Reply = .done, isBitcoinOffered: Bool = false) async throws {
        node = try await Litecoind.start()
        try await node.createWallet()
        try await node.mine(112, to: node.newAddress())
        shop = try await ShopServer.start(reply)
        let folder = try TemporaryFolder()
        var networks: [String: JSONValue] = [
            "litecoin": [
                "url": .string(node.endpoint), "user": .string(Litecoind.user),
                "password": .string(Litecoind.password), "chain": "regtest",
                "confirmations": 2, "finality": 6,
            ]
        ]
        if isBitcoinOffered {
            let nowhere = "http://127.0.0.1:\(try await FreePort.find())"
            networks["bitcoin"] = [
                "url": .string(nowhere), "user": "x", "password": "x", "chain": "regtest",
            ]
        }
        let config: JSONValue = [
            "networks": .object(networks),
            "rates": ["LTC": "87.41", "BTC": "65000"],
            "allowPrivateCallbacks": true,
        ]
        let text = String(decoding: try JSONEncoder().encode(config), as: UTF8.self)
        let file = try folder.write(text, to: "florin.json")
        florin = try await FlorinProcess.start(["--config", file], in: folder)
        let access = try await ShopAccess.create(
            on: florin,
            for: shop,
            wallets: networks.keys.sorted().map { network in
                ShopAccess.Wallet(
                    network: network,
                    accountKey: Self.accountKey,
                    firstAddress: network == "litecoin" ? Self.firstAddress : nil
                )
            },
            config: file
        )
        client = access.client
        caller = access.caller
    }

    /// Opens an invoice by a signed call and answers where it wants to be paid.
    func open(_ orderID: Int, expiresIn seconds: Int? = nil) async throws -> String {
        var fields: [String: JSONValue] = [
            "order_id": .number(Decimal(orderID)), "payment_currency_iso": "USD",
            "price": "100.00", "currencies": [["iso": "LTC", "network": 3]],
        ]
        if let seconds {
            let deadline = Int(Date().timeIntervalSince1970) + seconds
            fields["time_expired"] = .number(Decimal(deadline))
        }
        let answer = try await client.create(fields)
        try #require(answer.status == 200, "\(answer.text)")
        #expect(answer.json["data"]["status_id"] == 0)
        let shown = try await florin.json("invoice", "show", "\(orderID)")
        #expect(shown["choices"][0]["due"] == .string(Self.due))
        return try #require(shown["choices"][0]["address"].text)
    }

    /// Waits for the shop to hear a status, as often as given.
    @discardableResult
    func told(
        _ orderID: Int,
        _ status: Int,
        total: String? = nil,
        times: Int = 1
    ) async throws -> ShopServer.Callback {
        try await Patience.wait(
            for: "status \(status) of order \(orderID) with \(total ?? "any sum"), \(times) times",
            atMost: .seconds(40),
            instead: { "\(story(of: orderID)) \(florin.outputEnd)" }
        ) {
            let fitting = callbacks(of: orderID).filter {
                $0.statusID == status
                    && (total == nil || $0.json["total_sum_price"].text == total)
            }
            return fitting.count >= times ? fitting[times - 1] : nil
        }
    }

    /// What the shop heard about an order, without repetitions.
    func callbacks(of orderID: Int) -> [ShopServer.Callback] {
        shop.firstCallbacks.filter { $0.json["order_id"].integer == orderID }
    }

    /// The statuses the shop heard about an order.
    func story(of orderID: Int) -> [Int] { callbacks(of: orderID).compactMap(\.statusID) }

    /// Waits for `order/get` to answer a status.
    func stands(_ orderID: Int, _ status: Int) async throws {
        try await Patience.wait(for: "status \(status) of order \(orderID) in order/get") {
            let answer = try await client.get(.number(Decimal(orderID)))
            return answer.json["data"]["status_id"].integer == status ? () : nil
        }
    }

    /// The names of the events so far, in order.
    func events() async throws -> [String] {
        try await florin.json("events", "--after", "0")["events"].elements
            .compactMap { $0["event"].text }
    }

    /// Every callback is signed and says the same of the invoice.
    func expectExact(_ orderID: Int, at address: String) {
        for callback in callbacks(of: orderID) {
            let json = callback.json
            #expect(callback.isSigned)
            #expect(json["amount"] == .string(Self.due))
            #expect(json["amount_send"] == .string(Self.due))
            #expect(json["price"] == "100.00")
            #expect(json["price_send"] == "100.00")
            #expect(json["rate"] == "87.41")
            #expect(json["commission"] == "0")
            #expect(json["include_commission"] == 0)
            #expect(json["include_commissin"] == 0)
            #expect(json["currency"] == "LTC")
            #expect(json["payment_currency"] == "USD")
            #expect(json["network_type"] == "LTC")
            #expect(json["address"] == .string(address))
        }
    }
}
