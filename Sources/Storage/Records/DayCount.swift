import Payments

/// What is counted day by day: a row of `day_counts` is named by its word.
enum DayCount: Hashable {
    /// Invoices that were opened on the day.
    case opened
    /// Invoices opened on the day that were ever paid, counted once in their life.
    case paid
    /// Invoices that were paid on the day for the first time, so long after they were opened.
    case delay(PaymentDelay)

    var word: String {
        switch self {
        case .opened: "opened"
        case .paid: "paid"
        case .delay(let delay): "paid in \(delay.rawValue)"
        }
    }

    init?(word: String) {
        let all = [.opened, .paid] + PaymentDelay.allCases.map(DayCount.delay)
        guard let found = all.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
