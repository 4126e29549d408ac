import FoundationEssentials

/// One question to a node, as JSON-RPC writes it.
struct RPCCall: Encodable, Sendable {
    /// A parameter of the few kinds that are needed.
    enum Parameter: Encodable, Sendable {
        case text(String)
        case number(UInt64)
        case flag(Bool)
        case list([Parameter])
        case object([String: Parameter])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            case .list(let list): try container.encode(list)
            case .object(let object): try container.encode(object)
            }
        }
    }

    let method: String
    let params: [Parameter]
    /// Tells the answers of a batch apart; given when the batch is put together.
    var id = 0
    /// The version of the protocol, for nodes that insist on it; some answer differently then.
    var jsonrpc: String?

    init(_ method: String, _ params: Parameter...) {
        self.method = method
        self.params = params
    }
}

/// What a node answers to one question.
struct RPCAnswer<Value: Decodable & Sendable>: Decodable, Sendable {
    struct Fault: Decodable {
        let code: Int
        let message: String
    }

    let id: Int?
    let result: Value?
    let error: Fault?

    /// The value, or the node's own error.
    func value(of method: String) throws(ChainError) -> Value {
        if let error {
            throw .node(code: error.code, message: String(error.message.prefix(messageMax)))
        }
        guard let result else { throw .malformed(what: "the answer to \(method) is empty") }
        return result
    }

    /// The longest message of a node that is passed on.
    private var messageMax: Int { 300 }
}

/// The error codes of nodes that mean something other than failure here.
enum RPCFaultCode {
    /// The block or transaction is not known.
    static let notFound = -5
    /// The node has no such question.
    static let methodNotFound = -32601
    /// A parameter is out of range: no block is that high.
    static let invalidParameter = -8
    /// The node is catching up with its network.
    static let isSyncing = -10
}
