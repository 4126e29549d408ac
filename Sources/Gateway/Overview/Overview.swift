package import Payments

/// How a merchant is doing: what came in, how many pay, how fast, and what is open.
///
/// Amounts are exact and stay in their own coins. What they are worth in dollars at the rates of
/// now is said beside them and is nil where no fresh rate is known.
package struct Overview: Sendable {
    /// What came in one coin on a day.
    package struct DayReceipt: Sendable, Hashable {
        /// The day it arrived.
        package let day: Day
        /// How much.
        package let amount: Amount
        /// In how many transfers.
        package let transfers: Int
        /// What that is worth in dollars at the rate of now.
        package let worth: Amount?
    }

    /// What came in one coin on all days.
    package struct CoinReceipt: Sendable, Hashable {
        /// The coin.
        package let coin: Coin
        /// How much in all.
        package let amount: Amount
        /// In how many transfers.
        package let transfers: Int
        /// What that is worth in dollars at the rate of now.
        package let worth: Amount?
        /// Day by day, the oldest first; a day without money is left out.
        package let days: [DayReceipt]
    }

    /// What open invoices ask for in one asset.
    package struct OpenSum: Sendable, Hashable {
        /// The sum of their prices.
        package let amount: Amount
        /// How many they are.
        package let invoices: Int
        /// What that is worth in dollars at the rate of now.
        package let worth: Amount?
    }

    /// What a merchant has to do before the first payment.
    package enum Step: Sendable, Hashable, CaseIterable {
        /// Say where money goes.
        case wallet
        /// Give the shop a key.
        case key
        /// Open an invoice.
        case invoice
    }

    /// The days it is about; the last one is today.
    package let days: ClosedRange<Day>
    /// Coin by coin, what is worth most first, what has no known price last.
    package let coins: [CoinReceipt]
    /// How many invoices were opened on a day.
    package let opened: [Day: Int]
    /// How many of those were ever paid.
    package let paid: [Day: Int]
    /// How many were paid for the first time in these days, by how long it took.
    package let delays: [PaymentDelay: Int]
    /// What is open now, asset by asset.
    package let open: [OpenSum]
    /// The steps that were not made yet.
    package let missing: Set<Step>
    /// The networks that the merchant takes payments on.
    package let networks: [NetworkID]
    /// What is wrong with them.
    package let networkConcerns: [Readiness.Concern]
    /// What is wrong with the prices of their coins.
    package let rateConcerns: [Readiness.Concern]
    /// When this was so.
    package let now: Instant

    /// The money that worth is told in.
    package static let dollars = Asset(ticker: "USD", decimals: 2)
}
