import Gateway

/// Why a payer's question was not taken, as the page says it: named in the URL, never in its words.
enum HelpNotice: String, Sendable, Hashable, CaseIterable {
    case malformed
    case tooMany = "too-many"
    case later

    /// Nil where the question was taken.
    init?(_ outcome: InquiryDesk.Outcome) {
        switch outcome {
        case .asked: return nil
        case .malformed: self = .malformed
        case .tooMany: self = .tooMany
        case .later: self = .later
        }
    }

    var phrase: Phrase {
        switch self {
        case .malformed: .helpMalformed
        case .tooMany: .helpTooMany
        case .later: .helpLater
        }
    }
}
