import Chains
import Payments
import Testing

struct CataloguePaymentURITests {
    private static let account = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"

    struct Case: Sendable, CustomTestStringConvertible {
        let ticker: String
        let network: String
        let address: String
        let amount: String
        let uri: String

        var testDescription: String { "\(ticker) on \(network), \(amount)" }
    }

    @Test(arguments: [
        Case(
            ticker: "BTC",
            network: "bitcoin",
            address: "bc1qexample",
            amount: "0.01500000",
            uri: "bitcoin:bc1qexample?amount=0.015"
        ),
        Case(
            ticker: "LTC",
            network: "litecoin",
            address: "ltc1qexample",
            amount: "20",
            uri: "litecoin:ltc1qexample?amount=20"
        ),
        Case(
            ticker: "DOGE",
            network: "dogecoin",
            address: "Dexample",
            amount: "0.00000001",
            uri: "dogecoin:Dexample?amount=0.00000001"
        ),
        Case(
            ticker: "BCH",
            network: "bitcoincash",
            address: "bitcoincash:qexample",
            amount: "0.25",
            uri: "bitcoincash:qexample?amount=0.25"
        ),
        Case(
            ticker: "BCH",
            network: "bitcoincash",
            address: "1Example",
            amount: "3",
            uri: "bitcoincash:1Example?amount=3"
        ),
        Case(
            ticker: "ETH",
            network: "ethereum",
            address: account,
            amount: "1.5",
            uri: "ethereum:\(account)@1?value=1500000000000000000"
        ),
        Case(
            ticker: "POL",
            network: "polygon",
            address: account,
            amount: "2",
            uri: "ethereum:\(account)@137?value=2000000000000000000"
        ),
        Case(
            ticker: "USDT",
            network: "bsc",
            address: account,
            amount: "49.9",
            uri: "ethereum:0x55d398326f99059fF775485246999027B3197955@56/transfer"
                + "?address=\(account)&uint256=49900000000000000000"
        ),
        Case(
            ticker: "USDT",
            network: "tron",
            address: "TExample",
            amount: "49.9",
            uri: "TExample"
        ),
    ])
    func `a payment URI is what wallets of the network read`(_ example: Case) throws {
        let catalogue = Catalogue.standard
        let description = catalogue.coin(ticker: example.ticker, on: NetworkID(example.network))
        let coin = try #require(description).coin
        let amount = try Amount(decimal: example.amount, of: coin.asset)
        let uri = catalogue.paymentURI(coin: coin, address: example.address, amount: amount)
        #expect(uri == example.uri)
    }

    @Test
    func `a coin that is not in the catalogue gives the plain address`() {
        let coin = Coin(Asset(ticker: "XMR", decimals: 12), on: NetworkID("monero"))
        let amount = Amount(units: 1, of: coin.asset)
        #expect(Catalogue.standard.paymentURI(coin: coin, address: "4A", amount: amount) == "4A")
    }
}
