/// What the overview's template reads.
struct OverviewPageModel: Sendable {
    /// A link to another period.
    struct Period: Sendable {
        let label: String
        let url: String
        let isCurrent: Bool
    }

    /// What a merchant has to do first.
    struct Step: Sendable {
        let label: String
        let why: String
        let url: String
        let isDone: Bool
    }

    /// A number that is seen first.
    struct Figure: Sendable {
        let label: String
        let value: String
        let note: String
    }

    struct CoinRow: Sendable {
        let name: String
        let network: String
        let amount: String
        let transfers: String
        let worth: String
    }

    struct DayRow: Sendable {
        let day: String
        let coin: String
        let amount: String
        let transfers: String
        let worth: String
    }

    struct ConversionRow: Sendable {
        let day: String
        let opened: String
        let paid: String
        let share: String
    }

    struct DelayRow: Sendable {
        let label: String
        let paid: String
        let share: String
    }

    struct OpenRow: Sendable {
        let ticker: String
        let amount: String
        let invoices: String
        let worth: String
    }

    /// How one thing is doing, in a line.
    struct HealthLine: Sendable {
        let label: String
        let word: String
        /// A class of the style sheet: `good` or `bad`.
        let style: String
        let text: String
    }

    struct Received: Sendable {
        let chart: String?
        let coins: [CoinRow]
        let days: [DayRow]
        /// What the plot leaves out, or nil.
        let leftOut: String?
    }

    struct Conversion: Sendable {
        let chart: String
        let days: [ConversionRow]
    }

    struct Delays: Sendable {
        let chart: String
        let delaySteps: [DelayRow]
    }

    /// Everything that a merchant with invoices sees.
    struct Sums: Sendable {
        let figures: [Figure]
        let received: Received?
        let conversion: Conversion?
        let delays: Delays?
        let hasOpen: Bool
        let open: [OpenRow]
    }

    let periodText: String
    let periods: [Period]
    let isNew: Bool
    let hasSteps: Bool
    /// What has to be done first; empty where all of it is.
    let steps: [Step]
    /// Nil before the first invoice.
    let sums: Sums?
    let health: [HealthLine]
    let nowText: String
}
