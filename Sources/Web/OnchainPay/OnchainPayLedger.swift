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

    var methods: [String: OnchainPayMethod] {
        [
            "find-tx": .reads(history.findTransaction),
            "get-transaction-history": .reads(history.list),
            "account-addresses": .reads(addresses.listOwn),
            "business-addresses": .reads(addresses.listOwn),
            "recurrent-addresses": .reads(addresses.listNone),
            "payout-balances": .reads(addresses.listNone),
            "payout-addresses": .reads(addresses.listNone),
            "business-address": .creates(addresses.makeOwn),
            "advanced-balance-deposit-address": .creates(addresses.depositAddress),
            "addresses/find-by-id": .reads(addresses.findByID),
            "addresses/find-by-address": .reads(addresses.findByAddress),
            "addresses/set-meta": .changes(addresses.setMeta),
            "addresses/transactions": .reads(addresses.transactions),
            "addresses/address-transactions": .reads(addresses.transactionList),
            "addresses/last-transaction": .reads(addresses.lastTransaction),
            "track-addresses/add-address": .changes(addresses.track),
            "orphan-deposits/get-deposit": .reads(orphans.get),
            "orphan-deposits/get-deposits": .reads(orphans.list),
            "address-book/add": .changes(contacts.addToBook),
            "address-book/update": .changes(contacts.updateInBook),
            "address-book/remove": .changes(contacts.removeFromBook),
            "address-book/get": .reads(contacts.listBook),
            "personal-addresses/add-trusted-address": .changes(contacts.addTrusted),
            "personal-addresses/get-trusted-addresses": .reads(contacts.listTrusted),
            "personal-addresses/del-trusted-address": .changes(contacts.removeTrusted),
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
