import Chains
package import Payments
import Storage

/// What an asset costs in the sandbox after a command.
package struct SandboxPrice: Sendable, Hashable {
    /// The asset.
    package let ticker: String
    /// Dollars for one.
    package let dollars: Ratio
}

extension SandboxDesk {
    /// Sets, moves or gives up the price of an asset; answers what it costs now.
    ///
    /// Invoices that follow the price have their new quotes when this returns.
    package func changePrice(
        of ticker: String,
        by change: SandboxPriceChange
    ) async throws -> SandboxPrice {
        let ticker = ticker.uppercased()
        guard gateway.catalogue.asset(ticker: ticker) != nil,
            ticker != SandboxPrices.priceTicker
        else { throw SandboxRefusal.unknownAsset(ticker) }
        try prices.change(ticker, by: change, from: gateway.board.dollars(of: ticker))
        // The text is made inside, so that of two commands at once the last one to write has both.
        try await gateway.store.write { [prices] transaction in
            try transaction.set(SandboxPrices.setting, to: prices.text)
        }
        await rates.refresh()
        _ = try await requoter.step()
        guard let dollars = gateway.board.dollars(of: ticker) else {
            throw SandboxRefusal.rateNotAvailable
        }
        return SandboxPrice(ticker: ticker, dollars: dollars)
    }
}
