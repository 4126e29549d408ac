import Chains
import Keys
import Payments
import Testing

struct CatalogueTests {
    let catalogue = Catalogue.standard

    @Test
    func `the networks stand in the order of the numbers that OkiPays gives them`() {
        #expect(
            catalogue.networks.map(\.id.name) == [
                "bitcoin", "ethereum", "tron", "litecoin", "bsc", "polygon", "dogecoin",
                "bitcoincash",
            ]
        )
        #expect(catalogue.networks.map(\.okipaysNumber) == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(
            catalogue.networks.map(\.okipaysName) == [
                "Main", "ETH", "TRX", "LTC", "BSC", "POLYGON", "DOGE", "BCH",
            ]
        )
    }

    @Test
    func `a network is found by its name and by its number, zero included`() {
        #expect(catalogue.network(okipaysNumber: 0)?.id == NetworkID("bitcoin"))
        #expect(catalogue.network(okipaysNumber: 4)?.title == "BNB Smart Chain")
        #expect(catalogue.network(okipaysNumber: 7)?.title == "Bitcoin Cash")
        #expect(catalogue.network(okipaysNumber: 8) == nil)
        #expect(catalogue.network(NetworkID("tron"))?.okipaysNumber == 2)
        #expect(catalogue.network(NetworkID("Tron")) == nil)
    }

    @Test(arguments: [
        ("bitcoin", 2), ("litecoin", 6), ("dogecoin", 20), ("ethereum", 12), ("bsc", 15),
        ("polygon", 30), ("tron", 19), ("bitcoincash", 6),
    ])
    func `a network waits for its usual confirmations and for finality no less`(
        name: String,
        confirmations: Int
    ) throws {
        let network = try #require(catalogue.network(NetworkID(name)))
        #expect(network.confirmations == confirmations)
        #expect(network.finality >= network.confirmations)
    }

    @Test
    func `the euro is number 4 with two decimals, the yen has none`() throws {
        let euro = try #require(catalogue.asset(ticker: "EUR"))
        #expect(euro.okipaysID == 4)
        #expect(euro.name == "Euro")
        #expect(euro.priceAsset.decimals == 2)
        #expect(euro.kind == .fiat)
        #expect(euro.referencePrice == (try Ratio(decimal: "1.08")))
        #expect(catalogue.asset(ticker: "JPY")?.priceAsset.decimals == 0)
        #expect(catalogue.assets.count == 26)
        #expect(Set(catalogue.assets.map(\.okipaysID)).count == 26)
    }

    @Test
    func `a token has the decimals of its network and its fee is in the network's coin`() throws {
        let onBSC = try #require(catalogue.coin(ticker: "USDT", on: NetworkID("bsc")))
        let onTron = try #require(catalogue.coin(ticker: "USDT", on: NetworkID("tron")))
        #expect(onBSC.coin.asset == Asset(ticker: "USDT", decimals: 18))
        #expect(onTron.coin.asset == Asset(ticker: "USDT", decimals: 6))
        #expect(onBSC.networkFee.asset == Asset(ticker: "BNB", decimals: 18))
        #expect(!onBSC.isNative)
        #expect(catalogue.asset(ticker: "USDT")?.priceAsset.decimals == 6)
        #expect(catalogue.coin(ticker: "USDC", on: NetworkID("tron")) == nil)
        #expect(catalogue.coin(ticker: "BTC", on: NetworkID("bitcoin"))?.isNative == true)
        #expect(catalogue.coins.count == 15)
    }

    @Test
    func `every contract is an address with a right checksum`() {
        for coin in catalogue.coins {
            guard let contract = coin.contract else { continue }
            let format = catalogue.network(coin.coin.network)?.addressFormat(chain: .main)
            #expect(format?.decode(contract)?.canonicalText == contract)
        }
    }

    @Test
    func `addresses of a test chain are written as its kind says`() {
        let network = catalogue.network(NetworkID("litecoin"))
        #expect(
            network?.addressFormat(chain: .regtest)
                == AddressFormat(family: .litecoin, chain: .regtest)
        )
    }
}
