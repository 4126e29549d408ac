package import Payments

extension Transaction {
    /// Makes a transfer that was set aside for being in another coin count.
    ///
    /// The invoice is left to be settled by the caller, together with what else changes.
    ///
    /// Answer: False where there is no such transfer, or it counts already.
    package func count(
        _ id: Transfer.ID,
        as rating: TransferFact.Rating
    ) throws(StorageError) -> Bool {
        precondition(!rating.isSetAside, "a transfer that counts is not set aside")
        return try connection.run(
            """
            UPDATE transfers
            SET rating = \(RatingText.text(of: rating))
            WHERE network = \(id.network) AND txid = \(id.txid) AND output = \(id.index)
                AND rating IN ('foreign', 'ignored')
            """
        ) > 0
    }

    /// Has a transfer that waits for a word about its coin not count, for good or until a word
    /// says otherwise.
    ///
    /// Answer: False where there is no such transfer, or none that waits.
    package func ignore(_ id: Transfer.ID) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE transfers
            SET rating = \(RatingText.text(of: .ignored))
            WHERE network = \(id.network) AND txid = \(id.txid) AND output = \(id.index)
                AND rating = 'foreign'
            """
        ) > 0
    }
}
