package import Payments

extension ContactID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension Transaction {
    /// Adds a contact.
    package func add(_ contact: Contact) throws(StorageError) {
        let networks = contact.networks.map(\.name).joined(separator: " ")
        try connection.run(
            """
            INSERT INTO contacts
                (id, merchant_id, list, customer_id, asset, networks, address, tag, name, comment,
                created_at)
            VALUES (\(contact.id), \(contact.merchant), \(contact.list.rawValue),
                \(contact.customer), \(contact.ticker), \(networks), \(contact.address),
                \(contact.tag), \(contact.name), \(contact.comment), \(contact.createdAt))
            """
        )
    }

    /// Rewrites what may change of a contact; of a removed one nothing does.
    package func update(
        _ id: ContactID,
        name: String?,
        comment: String?
    ) throws(StorageError) {
        try connection.run(
            """
            UPDATE contacts
            SET name = \(name), comment = \(comment)
            WHERE id = \(id) AND removed_at IS NULL
            """
        )
    }

    /// Takes a contact off its list; its id stays known until those removed so long ago are
    /// forgotten.
    package func remove(_ id: ContactID, at now: Instant) throws(StorageError) {
        try connection.run(
            "UPDATE contacts SET removed_at = \(now) WHERE id = \(id) AND removed_at IS NULL"
        )
    }

    /// Forgets the contacts that a merchant removed before a moment.
    package func forgetContacts(
        of merchant: MerchantID,
        removedBefore moment: Instant
    ) throws(StorageError) {
        try connection.run(
            "DELETE FROM contacts WHERE merchant_id = \(merchant) AND removed_at < \(moment)"
        )
    }

    /// The contact of an id, removed or not; nil where there is none.
    package func contact(_ id: ContactID) throws(StorageError) -> Contact? {
        try contacts(where: "WHERE id = \(id)").first
    }

    /// The contacts on a merchant's list, the oldest first.
    package func contacts(
        on list: Contact.List,
        of merchant: MerchantID,
        limit: Int
    ) throws(StorageError) -> [Contact] {
        try contacts(
            where: """
                WHERE merchant_id = \(merchant) AND list = \(list.rawValue)
                    AND removed_at IS NULL
                ORDER BY created_at, id
                LIMIT \(limit)
                """
        )
    }

    /// The contacts on a merchant's list with an address.
    package func contacts(
        on list: Contact.List,
        of merchant: MerchantID,
        address: String,
        limit: Int
    ) throws(StorageError) -> [Contact] {
        try contacts(
            where: """
                WHERE merchant_id = \(merchant) AND list = \(list.rawValue)
                    AND address = \(address) AND removed_at IS NULL
                ORDER BY created_at, id
                LIMIT \(limit)
                """
        )
    }

    /// How many contacts are on a merchant's list.
    package func countContacts(
        on list: Contact.List,
        of merchant: MerchantID
    ) throws(StorageError) -> Int {
        guard
            var row = try connection.rows(
                """
                SELECT COUNT(*)
                FROM contacts
                WHERE merchant_id = \(merchant) AND list = \(list.rawValue)
                    AND removed_at IS NULL
                """
            ).first
        else { return 0 }
        return try row.int()
    }

    private func contacts(where clause: SQL) throws(StorageError) -> [Contact] {
        let columns: SQL = """
            SELECT id, merchant_id, list, customer_id, asset, networks, address, tag, name,
                comment, created_at
            FROM contacts
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return Contact(
                id: ContactID(try row.text()),
                merchant: MerchantID(try row.text()),
                list: try row.word(),
                customer: try row.optionalText().map(CustomerID.init),
                ticker: try row.optionalText(),
                networks: try row.text().split(separator: " ").map { NetworkID(String($0)) },
                address: try row.text(),
                tag: try row.optionalText(),
                name: try row.optionalText(),
                comment: try row.optionalText(),
                createdAt: try row.instant()
            )
        }
    }
}
