import Payments

/// The stored form of what was found out about a transaction: a word, a network, a contract.
///
/// `waiting litecoin`, `wrongToken ethereum 0x…`, `unknown`.
enum FindingText {
    static func text(of finding: Inquiry.Finding) -> String {
        switch finding {
        case .waiting(let network, let isFeeLow):
            "\(isFeeLow ? "waitingLow" : "waiting") \(network)"
        case .recorded(let network): "recorded \(network)"
        case .replaced(let network): "replaced \(network)"
        case .failed(let network): "failed \(network)"
        case .wrongToken(let network, let contract): "wrongToken \(network) \(contract)"
        case .wrongNetwork(let network): "wrongNetwork \(network)"
        case .notToThisInvoice(let network): "notToThisInvoice \(network)"
        case .unknown: "unknown"
        case .outOfReach: "outOfReach"
        }
    }

    static func finding(of text: String) throws(StorageError) -> Inquiry.Finding {
        let words = text.split(separator: " ").map(String.init)
        let network = NetworkID(words.count > 1 ? words[1] : "")
        switch (words.first, words.count) {
        case ("waiting", 2): return .waiting(network: network, isFeeLow: false)
        case ("waitingLow", 2): return .waiting(network: network, isFeeLow: true)
        case ("recorded", 2): return .recorded(network: network)
        case ("replaced", 2): return .replaced(network: network)
        case ("failed", 2): return .failed(network: network)
        case ("wrongToken", 3): return .wrongToken(network: network, contract: words[2])
        case ("wrongNetwork", 2): return .wrongNetwork(network)
        case ("notToThisInvoice", 2): return .notToThisInvoice(network: network)
        case ("unknown", 1): return .unknown
        case ("outOfReach", 1): return .outOfReach
        default: throw .unreadable(column: 0)
        }
    }
}
