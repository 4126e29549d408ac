import Payments

/// What is remembered of a node's mempool between two updates: which transactions were looked at
/// and what the matching ones pay.
struct MempoolMemory {
    private var seen: Set<TransactionKey> = []
    private var matched: [TransactionKey: [Transfer]] = [:]

    /// Transactions of the list that were never looked at, in its order.
    func unseen(of list: [Entry]) -> [Entry] {
        list.filter { !seen.contains($0.key) }
    }

    /// A waiting transaction by both of its names.
    struct Entry: Sendable {
        let key: TransactionKey
        let txid: String
    }

    /// Remembers that a transaction was looked at and what of it matched.
    mutating func remember(_ key: TransactionKey, transfers: [Transfer]) {
        seen.insert(key)
        if !transfers.isEmpty { matched[key] = transfers }
    }

    /// Forgets every transaction that is not in the list.
    mutating func keep(only list: [Entry]) {
        let waiting = Set(list.map(\.key))
        seen.formIntersection(waiting)
        matched = matched.filter { waiting.contains($0.key) }
    }

    /// Everything that waits and matched, in a fixed order.
    var transfers: [Transfer] {
        matched.values.flatMap(\.self).sorted {
            ($0.id.txid, $0.id.index) < ($1.id.txid, $1.id.index)
        }
    }
}
