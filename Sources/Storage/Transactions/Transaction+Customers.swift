package import Payments

extension Transaction {
    /// Adds a customer, unless the merchant already has one of that reference.
    ///
    /// Answer: False where nothing was stored.
    package func add(_ customer: Customer) throws(StorageError) -> Bool {
        try connection.run(
            """
            INSERT INTO customers
                (id, merchant_id, reference, email, name, deposit_url, created_at, updated_at)
            VALUES (\(customer.id), \(customer.merchant), \(customer.reference),
                \(customer.email), \(customer.name), \(customer.depositURL),
                \(customer.createdAt), \(customer.updatedAt))
            ON CONFLICT (merchant_id, reference) DO NOTHING
            """
        ) > 0
    }

    /// Rewrites what may change of a customer.
    package func update(_ customer: Customer) throws(StorageError) {
        try connection.run(
            """
            UPDATE customers
            SET email = \(customer.email), name = \(customer.name),
                deposit_url = \(customer.depositURL), updated_at = \(customer.updatedAt)
            WHERE id = \(customer.id)
            """
        )
    }

    /// The customer of an id, or nil.
    package func customer(_ id: CustomerID) throws(StorageError) -> Customer? {
        try customers(where: "WHERE id = \(id)").first
    }

    /// A merchant's customer of the merchant's own id, or nil.
    package func customer(
        _ reference: String,
        of merchant: MerchantID
    ) throws(StorageError) -> Customer? {
        try customers(
            where: "WHERE merchant_id = \(merchant) AND reference = \(reference)"
        ).first
    }

    private func customers(where clause: SQL) throws(StorageError) -> [Customer] {
        let columns: SQL = """
            SELECT id, merchant_id, reference, email, name, deposit_url, created_at, updated_at
            FROM customers
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return Customer(
                id: CustomerID(try row.text()),
                merchant: MerchantID(try row.text()),
                reference: try row.text(),
                email: try row.optionalText(),
                name: try row.optionalText(),
                depositURL: try row.optionalText(),
                createdAt: try row.instant(),
                updatedAt: try row.instant()
            )
        }
    }

    /// Stores a static address; the former one for the same coin is no longer the one to show.
    package func add(_ address: StaticAddress) throws(StorageError) {
        try connection.run(
            """
            UPDATE static_addresses
            SET is_active = 0
            WHERE merchant_id = \(address.merchant)
                AND COALESCE(customer_id, '') = COALESCE(\(address.customer), '')
                AND network = \(address.coin.network) AND asset = \(address.coin.asset.ticker)
                AND is_active = 1
            """
        )
        try connection.run(
            """
            INSERT INTO static_addresses
                (id, merchant_id, customer_id, key_id, network, asset, decimals, address,
                confirmations, finality, is_active, label, details, note, created_at)
            VALUES (\(address.id), \(address.merchant), \(address.customer), \(address.key),
                \(address.coin.network), \(address.coin.asset.ticker),
                \(address.coin.asset.decimals), \(address.address), \(address.confirmations),
                \(address.finality), \(address.isActive), \(address.label),
                \(address.details), \(address.note), \(address.createdAt))
            """
        )
    }

    /// The static address of an id, or nil.
    package func staticAddress(_ id: StaticAddressID) throws(StorageError) -> StaticAddress? {
        try staticAddresses(where: "WHERE id = \(id)").first
    }

    /// The address to show to a customer for a coin, or nil where none was issued yet.
    ///
    /// For nobody it is the merchant's own.
    package func activeStaticAddress(
        for customer: CustomerID?,
        of merchant: MerchantID,
        in coin: Coin
    ) throws(StorageError) -> StaticAddress? {
        try staticAddresses(
            where: """
                WHERE merchant_id = \(merchant)
                    AND COALESCE(customer_id, '') = COALESCE(\(customer), '')
                    AND network = \(coin.network) AND asset = \(coin.asset.ticker)
                    AND is_active = 1
                """
        ).first
    }

    /// Whether a static address was derived from a wallet.
    package func comes(
        _ address: StaticAddress,
        from wallet: WalletRecord
    ) throws(StorageError) -> Bool {
        try !connection.rows(
            """
            SELECT 1
            FROM addresses
            WHERE network = \(address.coin.network) AND address = \(address.address)
                AND wallet_id = \(wallet.id)
            """
        ).isEmpty
    }

    /// The static addresses of all customers of a merchant, the newest first.
    package func customerAddresses(
        of merchant: MerchantID,
        limit: Int
    ) throws(StorageError) -> [StaticAddress] {
        try staticAddresses(
            where: """
                WHERE merchant_id = \(merchant) AND customer_id IS NOT NULL
                ORDER BY created_at DESC, id
                LIMIT \(limit)
                """
        )
    }

    /// A customer's static addresses, or the merchant's own for nobody, the oldest first.
    package func staticAddresses(
        for customer: CustomerID?,
        of merchant: MerchantID,
        limit: Int
    ) throws(StorageError) -> [StaticAddress] {
        if let customer {
            return try staticAddresses(
                where: """
                    WHERE merchant_id = \(merchant) AND customer_id = \(customer)
                    ORDER BY created_at, id
                    LIMIT \(limit)
                    """
            )
        }
        return try staticAddresses(
            where: """
                WHERE merchant_id = \(merchant) AND customer_id IS NULL
                ORDER BY created_at, id
                LIMIT \(limit)
                """
        )
    }

    /// Rewrites what the shop calls an address and says about it.
    package func describe(
        _ id: StaticAddressID,
        label: String?,
        details: String?
    ) throws(StorageError) {
        try connection.run(
            """
            UPDATE static_addresses
            SET label = \(label), details = \(details)
            WHERE id = \(id)
            """
        )
    }

    /// Rewrites what the shop wants to remember with an address.
    package func annotate(_ id: StaticAddressID, with note: String?) throws(StorageError) {
        try connection.run("UPDATE static_addresses SET note = \(note) WHERE id = \(id)")
    }

    private func staticAddresses(where clause: SQL) throws(StorageError) -> [StaticAddress] {
        let columns: SQL = """
            SELECT id, merchant_id, customer_id, key_id, network, asset, decimals, address,
                confirmations, finality, is_active, label, details, note, created_at
            FROM static_addresses
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            let id = StaticAddressID(try row.text())
            let merchant = MerchantID(try row.text())
            let customer = try row.optionalText().map(CustomerID.init)
            let key = APIKeyID(try row.text())
            let network = NetworkID(try row.text())
            return StaticAddress(
                id: id,
                merchant: merchant,
                customer: customer,
                key: key,
                coin: Coin(try row.asset(), on: network),
                address: try row.text(),
                confirmations: try row.int(),
                finality: try row.int(),
                isActive: try row.bool(),
                label: try row.optionalText(),
                details: try row.optionalText(),
                note: try row.optionalText(),
                createdAt: try row.instant()
            )
        }
    }
}
