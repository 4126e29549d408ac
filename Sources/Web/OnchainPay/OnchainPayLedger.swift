import Gateway
import Payments
import Wire

/// The lesser methods: look-ups, addresses, orphans, contacts (API contract A3, priority P2).
struct OnchainPayLedger: Sendable {
    private let addresses: OnchainPayAddresses
    private let history: OnchainPayHistory
    private let orphans: OnchainPayOrphans
    private let contacts: OnchainPayContacts

    init(_ gateway: Gateway, showcase: Showcase, publicURL: String) {
        let ledger = LedgerDesk(gateway)
        addresses = OnchainPayAddresses(
            ledger: ledger,
            customers: CustomerDesk(gateway),
            invoices: InvoiceDesk(gateway)
        )
        history = OnchainPayHistory(gateway, showcase: showcase, publicURL: publicURL)
        orphans = OnchainPayOrphans(ledger: ledger)
        contacts = OnchainPayContacts(contacts: ContactDesk(gateway), showcase: showcase)
    }

    var methods: [String: OnchainPayRoutes.Method] {
        [
            "find-tx": history.findTransaction,
            "get-transaction-history": history.list,
            "account-addresses": addresses.listOwn,
            "business-addresses": addresses.listOwn,
            "recurrent-addresses": addresses.listNone,
            "payout-balances": addresses.listNone,
            "payout-addresses": addresses.listNone,
            "business-address": addresses.makeOwn,
            "advanced-balance-deposit-address": addresses.depositAddress,
            "addresses/find-by-id": addresses.findByID,
            "addresses/find-by-address": addresses.findByAddress,
            "addresses/set-meta": addresses.setMeta,
            "addresses/transactions": addresses.transactions,
            "addresses/address-transactions": addresses.transactionList,
            "addresses/last-transaction": addresses.lastTransaction,
            "track-addresses/add-address": addresses.track,
            "orphan-deposits/get-deposit": orphans.get,
            "orphan-deposits/get-deposits": orphans.list,
            "address-book/add": contacts.addToBook,
            "address-book/update": contacts.updateInBook,
            "address-book/remove": contacts.removeFromBook,
            "address-book/get": contacts.listBook,
            "personal-addresses/add-trusted-address": contacts.addTrusted,
            "personal-addresses/get-trusted-addresses": contacts.listTrusted,
            "personal-addresses/del-trusted-address": contacts.removeTrusted,
        ]
    }
}

extension OnchainPayFields {
    /// A UUID that has to be there, in lower case.
    func requiredUUID(_ name: String) throws(OnchainPayFault) -> String {
        let text = try requiredText(name).lowercased()
        guard text.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil else {
            throw .invalid(field: name, "must be a UUID")
        }
        return text
    }

    /// Words in lower case, one alone or a list of them; nil where there is none.
    func words(_ name: String) throws(OnchainPayFault) -> Set<String>? {
        let words: [String]
        if self[name]?.string != nil {
            words = try text(name).map { [$0] } ?? []
        } else {
            words = try texts(name) ?? []
        }
        let wanted = words.filter { !$0.isEmpty }.map { $0.lowercased() }
        return wanted.isEmpty ? nil : Set(wanted)
    }

    /// The states that a filter by `status` words means; nil where it means all.
    ///
    /// Words of other objects are ignored, as in `phases`; `error` is known and nothing has it.
    func states() throws(OnchainPayFault) -> Set<Deposit.State>? {
        let known = Set(Deposit.State.allCases.map(OnchainPayTransactions.word) + ["error"])
        guard let words = try words("status")?.intersection(known), !words.isEmpty else {
            return nil
        }
        return Set(
            Deposit.State.allCases.filter { words.contains(OnchainPayTransactions.word(for: $0)) }
        )
    }
}

extension RandomAccessCollection {
    /// The part of a list that a page shows.
    func part(_ page: (limit: Int, offset: Int)) -> SubSequence {
        dropFirst(page.offset).prefix(page.limit)
    }
}
