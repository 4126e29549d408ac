package import Payments

extension Transaction {
    /// Keeps a merchant's logo in place of the one before; nil removes it.
    ///
    /// Which one the checkout shows stands in the merchant's branding.
    package func set(_ logo: Logo?, of merchant: MerchantID) throws(StorageError) {
        guard let logo else {
            try connection.run("DELETE FROM logos WHERE merchant_id = \(merchant)")
            return
        }
        try connection.run(
            """
            INSERT INTO logos (merchant_id, id, media_type, bytes)
            VALUES (\(merchant), \(logo.id.text), \(logo.mediaType.rawValue), \(logo.bytes))
            ON CONFLICT (merchant_id) DO UPDATE
            SET id = excluded.id, media_type = excluded.media_type, bytes = excluded.bytes
            """
        )
    }

    /// A merchant's logo, or nil.
    package func logo(of merchant: MerchantID) throws(StorageError) -> Logo? {
        guard
            var row = try connection.rows(
                "SELECT id, media_type, bytes FROM logos WHERE merchant_id = \(merchant)"
            ).first
        else { return nil }
        return Logo(
            id: LogoID(try row.text()),
            mediaType: try row.word(),
            bytes: try row.blob()
        )
    }
}
