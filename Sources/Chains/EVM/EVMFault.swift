/// What an error of a server asks us to do: ask for less, ask later, or nothing of the kind.
///
/// Servers have no common code for it. EIP-1474 has -32005 "limit exceeded" for both, so the
/// message decides.
enum EVMFault {
    /// The answer would be too large, or its range too wide.
    case size
    /// The answer did not come in time, which a smaller one may.
    case slowness
    /// Too many questions.
    case rate
    /// Anything else.
    case other

    private static let rateWords = [
        "rate limit", "rate exceeded", "ratelimit", "too many requests", "request limit",
        "compute units", "throughput", "capacity", "quota", "throttl", "requests per",
    ]
    private static let sizeWords = [
        "too many", "too large", "too big", "too wide", "too long", "range", "limit exceeded",
        "limited to", "response size", "more than", "exceed", "max results", "batch limit",
    ]
    private static let slownessWords = ["timeout", "timed out", "took too long"]

    init(_ error: ChainError) {
        switch error {
        case .tooLarge, .refused(status: 413): self = .size
        case .timedOut, .refused(status: 408), .refused(status: 504): self = .slowness
        case .refused(status: 429): self = .rate
        case .node(_, let message): self.init(message: message)
        default: self = .other
        }
    }

    private init(message: String) {
        let message = message.lowercased()
        func has(_ words: [String]) -> Bool { words.contains { message.contains($0) } }
        self =
            if has(Self.rateWords) {
                .rate
            } else if has(Self.slownessWords) {
                .slowness
            } else if has(Self.sizeWords) {
                .size
            } else {
                .other
            }
    }
}
