import Payments

/// Sums by what they are kept under.
struct TotalsTally {
    struct ReceiptKey: Hashable {
        let merchant: MerchantID
        let day: Day
        let coin: Coin
    }

    struct CountKey: Hashable {
        let merchant: MerchantID
        let day: Day
        let what: DayCount
    }

    struct OpenKey: Hashable {
        let merchant: MerchantID
        let asset: Asset
    }

    /// A sum of units and how many made it.
    struct Sum {
        var units: UInt128 = 0
        var count = 0

        mutating func add(_ more: UInt128, count: Int = 1) {
            let (sum, overflow) = units.addingReportingOverflow(more)
            // A sum beyond 128 bits is nobody's real money; it stays at the limit.
            units = overflow ? .max : sum
            self.count += count
        }

        mutating func subtract(_ less: UInt128, count: Int = 1) {
            units -= min(units, less)
            self.count = max(self.count - count, 0)
        }
    }

    var receipts: [ReceiptKey: Sum] = [:]
    var counts: [CountKey: Int] = [:]
    var open: [OpenKey: Sum] = [:]
}
