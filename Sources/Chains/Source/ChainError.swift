/// Why a chain source could not answer; nothing is known about payments then.
package enum ChainError: Error, Hashable, Sendable {
    /// No connection, or it broke: the label is safe for logs and metrics.
    case unreachable(label: String)
    /// No answer within the time allowed.
    case timedOut
    /// The server answered with this HTTP status; 401 and 403 mean wrong credentials.
    case refused(status: Int)
    /// The node answered with an error of its own.
    case node(code: Int, message: String)
    /// An answer or a block is not what the protocol says.
    case malformed(what: String)
    /// The node is on another chain than the configuration says.
    case wrongChain(expected: String, found: String)
    /// None of the cursor's blocks is on the best chain any more.
    case reorgTooDeep(heightFirst: UInt64)
    /// A value or an answer is larger than is ever accepted.
    case tooLarge(what: String)
    /// Two servers tell different things about one height: none of it is believed.
    case disagreement(height: UInt64, what: String)
    /// The sandbox's journal could not be read or written.
    case journal(what: String)

    /// What an operator reads.
    package var message: String {
        switch self {
        case .unreachable(let label): "the node is out of reach (\(label))"
        case .timedOut: "the node did not answer in time"
        case .refused(let status) where status == 401 || status == 403:
            "the node refused the user name or password (HTTP \(status))"
        case .refused(429): "the server asks for fewer requests (HTTP 429)"
        case .refused(let status): "the node answered HTTP \(status)"
        case .node(let code, let message): "the node answered error \(code): \(message)"
        case .malformed(let what): "the node's answer is malformed: \(what)"
        case .wrongChain(let expected, let found):
            "the node is on chain \"\(found)\", the configuration says \"\(expected)\""
        case .reorgTooDeep(let height):
            "the chain was reorganised below block \(height), deeper than is remembered"
        case .tooLarge(let what): "\(what) is larger than is accepted"
        case .disagreement(let height, let what):
            "the servers disagree about block \(height) (\(what)): nothing is credited"
        case .journal(let what): "the sandbox journal failed: \(what)"
        }
    }
}
