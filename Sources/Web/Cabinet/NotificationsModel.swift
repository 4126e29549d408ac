import Gateway
import Payments

/// What the page of a merchant's notifications shows: where they go, and the log.
struct NotificationsModel: Sendable {
    struct Row: Sendable {
        let number: String
        let what: String
        let happenedAt: String
        let state: String
        /// The class of the pill.
        let tone: String
        let due: String?
        let invoiceCode: String?
        let invoiceURL: String?
        let attempts: String
        let answer: String?
        let eventURL: String
    }

    let resultURL: String
    let testURL: String
    let webhookURL: String
    let notificationsURL: String
    let signaturesURL: String
    let rows: [Row]
    let olderURL: String?
    let newestURL: String?
    let mayChange: Bool

    /// `entries`: One more than a page has, where there are older ones.
    init(
        _ entries: [DeliveryEntry],
        limit: Int,
        resultURL: String?,
        webhookURL: String = "",
        at now: Instant,
        for request: CabinetRequest
    ) {
        self.resultURL = resultURL ?? ""
        self.webhookURL = webhookURL
        let base = request.path("notifications")
        notificationsURL = base
        testURL = "\(base)/test"
        signaturesURL = "\(base)/signatures"
        rows = entries.prefix(limit).map { Row($0, at: now, for: request) }
        olderURL =
            entries.count > limit ? "\(base)?before=\(entries[limit - 1].event.number)" : nil
        newestURL = request.query("before") == nil ? nil : base
        mayChange = request.mayChange
    }
}

extension NotificationsModel.Row {
    init(_ entry: DeliveryEntry, at now: Instant, for request: CabinetRequest) {
        let event = entry.event
        number = "\(event.number)"
        what = event.title
        happenedAt = UTCText.plain(event.happenedAt)
        invoiceCode = entry.code?.text
        invoiceURL = entry.code.map { request.path("invoices/\($0.text)") }
        attempts = "\(event.attempts)"
        answer = entry.attempt.map(AttemptText.short(of:))
        eventURL = request.path("notifications/\(event.number)")
        switch event.state {
        case .quiet: (state, tone) = ("not told", "")
        case .waiting where event.resentFrom != nil: (state, tone) = ("being sent again", "open")
        case .waiting: (state, tone) = (event.attempts == 0 ? "waiting" : "trying again", "open")
        case .delivered: (state, tone) = ("delivered", "good")
        case .abandoned: (state, tone) = ("given up", "bad")
        }
        due = event.dueAt.map { $0 <= now ? "due now" : "next try \(UTCText.plain($0))" }
    }
}

/// What came of an attempt, in words.
enum AttemptText {
    static func short(of attempt: AttemptRecord) -> String {
        attempt.httpStatus.map { "HTTP \($0)" } ?? attempt.answer
    }
}

extension EventRecord {
    /// What happened, in words.
    var title: String {
        switch change {
        case .deposit: "Deposit at a static address"
        case .invoice(let change):
            switch change.event {
            case .opened: "Opened"
            case .chosen: "Coin chosen"
            case .received: "Money seen"
            case .partlyPaid: "Paid in part"
            case .paid: "Paid"
            case .overPaid: "Paid too much"
            case .reorganised: "Payment undone by the network"
            case .restored: "Payment back"
            case .lost: "Payment vanished"
            case .expired: "Expired"
            case .accepted: "Accepted"
            case .cancelled: "Cancelled"
            case .deleted: "Deleted"
            case .failed: "Failed"
            }
        }
    }
}

/// What the page of one notification shows.
struct NotificationModel: Sendable {
    struct Attempt: Sendable {
        let attemptNumber: String
        let triedAt: String
        let outcome: String
        let answerText: String?
    }

    struct Message: Sendable {
        let url: String
        let headers: String
        let body: String
    }

    /// How much of a shop's answer is shown.
    static let answerShownMax = 500

    let event: NotificationsModel.Row
    /// For those who may change things: whoever has bytes and signature can post them again.
    let message: Message?
    let isHidden: Bool
    let tries: [Attempt]
    let notificationsURL: String
    let resendURL: String?

    init(_ story: DeliveryStory, at now: Instant, for request: CabinetRequest) {
        event = NotificationsModel.Row(story.entry, at: now, for: request)
        notificationsURL = request.path("notifications")
        isHidden = !request.mayChange
        message = (request.mayChange ? story.record : nil).map { record in
            Message(
                url: record.event.url ?? "",
                headers: record.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n"),
                body: String(decoding: record.body, as: UTF8.self)
            )
        }
        tries = story.attempts.map { attempt in
            Attempt(
                attemptNumber: "\(attempt.number)",
                triedAt: UTCText.iso(attempt.happenedAt),
                outcome: AttemptText.short(of: attempt),
                answerText: attempt.answerBody.flatMap { $0.isEmpty ? nil : $0 }
                    .map { String($0.prefix(Self.answerShownMax)) }
            )
        }
        let canSend = message != nil && story.entry.event.state != .quiet && request.mayChange
        resendURL = canSend ? "\(event.eventURL)/send" : nil
    }
}

/// What came of a test event.
struct NotificationTestModel: Sendable {
    let url: String
    let headers: String
    let body: String
    let isHeard: Bool
    let outcome: String
    let answerText: String?
    let notificationsURL: String

    init(
        _ result: CallbackResult,
        url: String,
        headers: [NotificationHeader],
        body: [UInt8],
        for request: CabinetRequest
    ) {
        self.url = url
        self.headers = headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        self.body = String(decoding: body, as: UTF8.self)
        notificationsURL = request.path("notifications")
        switch result {
        case .answered(let status, let answer):
            isHeard = true
            outcome = "HTTP \(status)"
            let text = String(decoding: answer, as: UTF8.self)
            answerText =
                text.isEmpty ? nil : String(text.prefix(NotificationModel.answerShownMax))
        case .failed(let label):
            isHeard = false
            outcome = label
            answerText = nil
        }
    }
}
