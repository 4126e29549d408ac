import Chains
import Payments
import Testing

struct CatalogueOverridesTests {
    private func catalogue(with json: String) throws(CatalogueError) -> Catalogue {
        try Catalogue.standard.adding(overrides: CatalogueOverrides(json: Array(json.utf8)))
    }

    @Test
    func `a field of a network changes and the others stay`() throws {
        let changed = try catalogue(
            with: #"{"networks": [{"id": "bitcoin", "confirmations": 1, "finality": 3}]}"#
        )
        let network = try #require(changed.network(NetworkID("bitcoin")))
        #expect(network.confirmations == 1)
        #expect(network.finality == 3)
        #expect(network.title == "Bitcoin")
        #expect(network.coins == Catalogue.standard.network(NetworkID("bitcoin"))?.coins)
    }

    @Test
    func `a coin's fee changes and its contract stays`() throws {
        let changed = try catalogue(
            with: """
                {"networks": [{"id": "tron", "coins": [{"asset": "USDT", "networkFee": "13.5"}]}]}
                """
        )
        let coin = try #require(changed.coin(ticker: "USDT", on: NetworkID("tron")))
        #expect(coin.networkFee.decimal == "13.5")
        #expect(coin.contract == "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")
    }

    @Test
    func `a network with a coin and an asset of its own is added`() throws {
        let added = try catalogue(
            with: """
                {"assets": [{"ticker": "AVAX", "name": "Avalanche", "kind": "crypto",
                    "decimals": 18, "okipaysID": 111, "referencePriceUSD": "25"}],
                 "networks": [{"id": "avalanche", "title": "Avalanche", "okipaysNumber": 8,
                    "okipaysName": "AVAX", "family": "evm", "confirmations": 1, "finality": 10,
                    "blockSeconds": 2, "native": "AVAX", "uriScheme": "ethereum",
                    "chainID": 43114, "coins": [{"asset": "AVAX", "networkFee": "0.001"}]}]}
                """
        )
        #expect(added.network(okipaysNumber: 8)?.chainID == 43_114)
        #expect(added.networks.count == 9)
        #expect(added.coin(ticker: "AVAX", on: NetworkID("avalanche"))?.isNative == true)
    }

    @Test
    func `nothing to change changes nothing`() throws {
        #expect(try catalogue(with: "{}").networks == Catalogue.standard.networks)
    }

    private static let newNetwork = """
        "id": "new", "title": "New", "okipaysNumber": 9, "okipaysName": "NEW",
        "confirmations": 1, "finality": 1, "blockSeconds": 1, "native": "BTC"
        """

    @Test(
        arguments: [
            ("[]", .notJSON),
            ("{", .notJSON),
            (#"{"network": []}"#, .unknownField(path: "network")),
            (
                #"{"networks": [{"id": "bsc", "confirmatons": 3}]}"#,
                .unknownField(path: "networks[0].confirmatons")
            ),
            (#"{"networks": [{"title": "X"}]}"#, .missing(path: "networks[0].id")),
            (
                #"{"networks": [{"id": "bsc", "confirmations": "3"}]}"#,
                .wrongType(path: "networks[0].confirmations")
            ),
            (
                #"{"networks": [{"id": "bsc", "coins": [{"asset": "USDT", "decimals": 25}]}]}"#,
                .outOfRange(
                    path: "networks[bsc].coins[USDT].decimals",
                    found: 25,
                    low: 0,
                    high: 24
                )
            ),
            (
                #"{"networks": [{"id": "bsc", "coins": [{"asset": "BNB", "networkFee": "1e3"}]}]}"#,
                .badDecimal(path: "networks[bsc].coins[BNB].networkFee", found: "1e3")
            ),
            (
                #"{"networks": [{"id": "bsc", "coins": [{"asset": "SHIB"}]}]}"#,
                .unknownAsset(path: "networks[bsc].coins[SHIB].asset", found: "SHIB")
            ),
            (
                #"{"networks": [{"id": "bsc", "coins": [{"asset": "EUR"}]}]}"#,
                .unknownAsset(path: "networks[bsc].coins[EUR].asset", found: "EUR")
            ),
            (
                #"{"networks": [{"id": "bsc", "coins": [{"asset": "ETH"}]}]}"#,
                .missing(path: "networks[bsc].coins[ETH].contract")
            ),
            (
                #"{"networks": [{"id": "bsc", "coins": [{"asset": "USDT", "contract": "0x1"}]}]}"#,
                .badContract(path: "networks[bsc].coins[USDT].contract", found: "0x1")
            ),
            (
                #"{"networks": [{"id": "bsc", "native": "TRX"}]}"#,
                .missing(path: "networks[bsc].coins[TRX]")
            ),
            (
                #"{"networks": [{"id": "bsc", "confirmations": 31}]}"#,
                .outOfRange(path: "networks[bsc].finality", found: 30, low: 31, high: 100_000)
            ),
            (
                #"{"networks": [{"id": "bsc", "chainID": 0}]}"#,
                .outOfRange(path: "networks[bsc].chainID", found: 0, low: 1, high: Int.max)
            ),
            (
                #"{"networks": [{"id": "bsc", "family": "cosmos"}]}"#,
                .unknownFamily(path: "networks[bsc].family", found: "cosmos")
            ),
            (
                #"{"networks": [{"id": "tron", "okipaysNumber": 1}]}"#,
                .duplicate(path: "networks[tron].okipaysNumber", found: "1")
            ),
            (
                #"{"networks": [{"id": "tron", "okipaysName": "LTC"}]}"#,
                .duplicate(path: "networks[litecoin].okipaysName", found: "LTC")
            ),
            (
                #"{"networks": [{"id": "bsc"}, {"id": "bsc"}]}"#,
                .duplicate(path: "networks[bsc]", found: "bsc")
            ),
            ("{\"networks\": [{\(newNetwork)}]}", .missing(path: "networks[new].family")),
            (
                #"{"networks": [{"id": "../x"}]}"#,
                .malformedName(path: "networks[../x].id", found: "../x")
            ),
            (
                #"{"assets": [{"ticker": "btc"}]}"#,
                .malformedName(path: "assets[btc].ticker", found: "btc")
            ),
            (
                #"{"assets": [{"ticker": "USD", "okipaysID": 4}]}"#,
                .duplicate(path: "assets[USD].okipaysID", found: "4")
            ),
            (
                #"{"assets": [{"ticker": "USD", "kind": "paper"}]}"#,
                .unknownKind(path: "assets[USD].kind", found: "paper")
            ),
            (
                #"{"assets": [{"ticker": "EUR", "referencePriceUSD": "0"}]}"#,
                .badDecimal(path: "assets[EUR].referencePriceUSD", found: "0")
            ),
        ] as [(String, CatalogueError)]
    )
    func `a mistake names the field it is in`(json: String, error: CatalogueError) {
        #expect(throws: error) { try catalogue(with: json) }
        #expect(!error.message.isEmpty)
    }
}
