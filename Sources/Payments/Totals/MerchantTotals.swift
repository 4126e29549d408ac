/// The sums that are kept of a merchant's payments, over some days.
///
/// They are kept as payments happen and never worked out by reading invoices, so they cost the same
/// whether there are ten invoices or a million.
package struct MerchantTotals: Sendable, Hashable {
    /// What came in one coin and counts, of what arrived on a day.
    package struct Receipt: Sendable, Hashable {
        /// The day it arrived.
        package let day: Day
        /// The coin that really came, whatever was asked for.
        package let coin: Coin
        /// How much.
        package let amount: Amount
        /// In how many transfers.
        package let transfers: Int

        /// Describes what came.
        package init(day: Day, coin: Coin, amount: Amount, transfers: Int) {
            self.day = day
            self.coin = coin
            self.amount = amount
            self.transfers = transfers
        }
    }

    /// What invoices that wait for money now ask for in one asset.
    package struct OpenSum: Sendable, Hashable {
        /// The sum of their prices.
        package let amount: Amount
        /// How many they are.
        package let invoices: Int

        /// Describes a sum.
        package init(amount: Amount, invoices: Int) {
            self.amount = amount
            self.invoices = invoices
        }
    }

    /// What came, the oldest day first; a day without money is left out.
    package var receipts: [Receipt]
    /// How many invoices were opened on a day.
    package var opened: [Day: Int]
    /// How many of those that were opened on a day were ever paid.
    package var paid: [Day: Int]
    /// How many were paid for the first time in these days, by how long it took.
    package var delays: [PaymentDelay: Int]
    /// What is open now.
    package var open: [OpenSum]
    /// Whether the merchant ever opened an invoice.
    package var hasInvoices: Bool

    /// Collects what is kept.
    package init(
        receipts: [Receipt] = [],
        opened: [Day: Int] = [:],
        paid: [Day: Int] = [:],
        delays: [PaymentDelay: Int] = [:],
        open: [OpenSum] = [],
        hasInvoices: Bool = false
    ) {
        self.receipts = receipts
        self.opened = opened
        self.paid = paid
        self.delays = delays
        self.open = open
        self.hasInvoices = hasInvoices
    }
}

extension Phase {
    /// Whether an invoice in it may still be paid in time.
    package var isOpen: Bool { self == .open || self == .chosen || self == .underway }
}
