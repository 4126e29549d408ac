import Chains
package import Payments
import Storage

/// Tells a merchant how it is doing, from sums that are kept; no invoice is read.
package struct OverviewDesk: Sendable {
    private let gateway: Gateway
    private let health: NetworkHealth

    /// A desk over a gateway's parts and over how its networks are doing.
    package init(_ gateway: Gateway, health: NetworkHealth) {
        self.gateway = gateway
        self.health = health
    }

    /// How a merchant did in the last so many days, today among them.
    package func overview(of merchant: MerchantID, days: Int) async throws -> Overview {
        precondition(days > 0, "an overview of no days")
        let now = gateway.time.now()
        let today = Day(of: now)
        let period = today.advanced(by: 1 - days)...today
        let stored = try await gateway.store.read { transaction in
            (
                totals: try transaction.totals(of: merchant, on: period),
                wallets: try transaction.wallets(of: merchant).filter(\.isInUse).map(\.network),
                hasKeys: try transaction.apiKeys(of: merchant).contains { $0.revokedAt == nil }
            )
        }
        let networks = Set(stored.wallets).filter { gateway.networks[$0] != nil }.sorted()
        let tickers = Set(
            gateway.catalogue.coins.filter { networks.contains($0.coin.network) }
                .map(\.coin.asset.ticker)
        )
        let readiness = await gateway.readiness(given: health)
        let concerns = readiness.faults + readiness.weak
        var missing: Set<Overview.Step> = []
        if networks.isEmpty { missing.insert(.wallet) }
        if !stored.hasKeys { missing.insert(.key) }
        if !stored.totals.hasInvoices { missing.insert(.invoice) }
        let prices = Prices(board: gateway.board, now: now)
        return Overview(
            days: period,
            coins: Self.coins(in: stored.totals.receipts, at: prices),
            opened: stored.totals.opened,
            paid: stored.totals.paid,
            delays: stored.totals.delays,
            open: stored.totals.open.map { sum in
                Overview.OpenSum(
                    amount: sum.amount,
                    invoices: sum.invoices,
                    worth: prices.worth(of: sum.amount)
                )
            },
            missing: missing,
            networks: networks,
            networkConcerns: concerns.filter { concern in
                concern.network.map(networks.contains) ?? false
            },
            rateConcerns: concerns.filter { concern in
                concern.rate.map { tickers.contains($0.ticker) } ?? false
            },
            now: now
        )
    }

    /// What amounts are worth at the fresh rates of a moment.
    private struct Prices {
        let board: RateBoard
        let now: Instant

        func worth(of amount: Amount) -> Amount? {
            guard let known = board.price(of: amount.asset.ticker, at: now), known.isFresh else {
                return nil
            }
            return amount.worth(at: known.price.dollars, in: Overview.dollars)
        }
    }

    private static func coins(
        in receipts: [MerchantTotals.Receipt],
        at prices: Prices
    ) -> [Overview.CoinReceipt] {
        Dictionary(grouping: receipts, by: \.coin).map { coin, receipts in
            let amount = receipts.reduce(Amount.zero(coin.asset)) { sum, receipt in
                // A sum beyond 128 bits is nobody's real money; it stays at the limit.
                (try? sum.adding(receipt.amount)) ?? Amount(units: .max, of: coin.asset)
            }
            return Overview.CoinReceipt(
                coin: coin,
                amount: amount,
                transfers: receipts.reduce(0) { $0 + $1.transfers },
                worth: prices.worth(of: amount),
                days: receipts.map { receipt in
                    Overview.DayReceipt(
                        day: receipt.day,
                        amount: receipt.amount,
                        transfers: receipt.transfers,
                        worth: prices.worth(of: receipt.amount)
                    )
                }
            )
        }
        .sorted(by: Self.isShownFirst)
    }

    /// What is worth more comes first, what has no known price last.
    private static func isShownFirst(
        _ left: Overview.CoinReceipt,
        _ right: Overview.CoinReceipt
    ) -> Bool {
        switch (left.worth, right.worth) {
        case (.some(let mine), .some(let other)) where mine != other: mine > other
        case (.some, nil): true
        case (nil, .some): false
        default:
            (left.coin.asset.ticker, left.coin.network)
                < (right.coin.asset.ticker, right.coin.network)
        }
    }
}
