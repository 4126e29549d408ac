package import Payments

extension Transaction {
    /// Writes down a change that matters for money, in the transaction that makes it.
    package func record(_ entry: AuditEntry) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO audit (merchant_id, actor, happened_at, subject, before, after)
            VALUES (\(entry.merchant), \(entry.actor), \(entry.happenedAt), \(entry.subject),
                \(entry.before), \(entry.after))
            """
        )
    }

    /// The newest entries of a merchant, before one of them.
    ///
    /// `merchant`: Nil for those of the whole installation.
    /// `before`: The number of the last one seen; nil for the newest.
    package func audit(
        of merchant: MerchantID?,
        before: Int64?,
        limit: Int
    ) throws(StorageError) -> [(number: Int64, entry: AuditEntry)] {
        try connection.rows(
            """
            SELECT id, merchant_id, actor, happened_at, subject, before, after
            FROM audit
            WHERE merchant_id IS NOT DISTINCT FROM \(merchant) AND id < \(before ?? .max)
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return (
                try row.integer(),
                AuditEntry(
                    merchant: try row.optionalText().map(MerchantID.init),
                    actorName: try row.text(),
                    happenedAt: try row.instant(),
                    subject: try row.text(),
                    before: try row.optionalText(),
                    after: try row.optionalText()
                )
            )
        }
    }
}
