/// Why a source of prices could not be asked; its prices grow old until it can.
package enum RateError: Error, Hashable, Sendable {
    /// No connection, or it broke: the label is safe for logs and metrics.
    case unreachable(label: String)
    /// No answer within the time allowed.
    case timedOut
    /// The server answered with this HTTP status; 429 means that it was asked too often.
    case refused(status: Int)
    /// The answer is longer than is ever read.
    case tooLarge
    /// The answer is not what the provider documents.
    case malformed(what: String)
    /// The provider answered with an error of its own, of which only its code is kept.
    case declined(code: String)

    /// How many characters of a provider's own words are repeated.
    private static let codeLengthMax = 60

    /// A provider's error without anything that would break a line of a log.
    static func declined(saying text: String) -> RateError {
        let plain = text.unicodeScalars.prefix(codeLengthMax).map { scalar in
            scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7f ? Character(scalar) : "?"
        }
        return .declined(code: String(plain))
    }

    /// Whether the provider wants to be left alone for longer than after another failure.
    ///
    /// Binance says 418 to who goes on after 429.
    package var isTooOften: Bool { self == .refused(status: 429) || self == .refused(status: 418) }

    /// What an operator reads.
    package var message: String {
        switch self {
        case .unreachable(let label): "out of reach (\(label))"
        case .timedOut: "no answer in time"
        case .refused(let status) where status == 429 || status == 418:
            "asked too often (HTTP \(status))"
        case .refused(let status) where status == 401 || status == 403 || status == 451:
            "does not serve this key or place (HTTP \(status))"
        case .refused(let status): "answered HTTP \(status)"
        case .tooLarge: "the answer is larger than is accepted"
        case .malformed(let what): "malformed: \(what)"
        case .declined(let code): "answered error \"\(code)\""
        }
    }
}

extension RateError {
    /// What went wrong on the way to a server and back.
    init(_ error: ChainError) {
        switch error {
        case .unreachable(let label): self = .unreachable(label: label)
        case .timedOut: self = .timedOut
        case .refused(let status): self = .refused(status: status)
        case .tooLarge: self = .tooLarge
        case .node, .malformed, .wrongChain, .reorgTooDeep, .disagreement, .journal:
            self = .malformed(what: "the answer")
        }
    }
}
