import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct CostTextTests {
    @Test func `a cost comes back as it was stored`() throws {
        let cost = NetworkCost(
            asset: Asset(ticker: "TRX", decimals: 6),
            parts: [
                NetworkCost.Part(count: 64_285, unit: "energy", price: Ratio(whole: 100)),
                NetworkCost.Part(count: .max, unit: "bandwidth", price: try Ratio(7, over: 3)),
            ],
            time: Instant(microseconds: 1_700_000_000_123_456)
        )
        #expect(try CostText.cost(of: CostText.text(of: cost)) == cost)
        let free = NetworkCost(asset: cost.asset, parts: [], time: cost.time)
        #expect(try CostText.cost(of: CostText.text(of: free)) == free)
    }

    @Test(arguments: [
        "", "TRX", "TRX 6", "TRX x 1", "TRX 25 1", "TRX 6 1;1", "TRX 6 1;1 gas",
        "TRX 6 1;1 gas 1/0",
        "TRX 6 1;-1 gas 1/1",
    ])
    func `what is none is an error`(text: String) {
        #expect(throws: StorageError.self) { try CostText.cost(of: text) }
    }
}
