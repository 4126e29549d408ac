package import Payments

/// What became of a wallet that was to be added.
package enum WalletAddition: Sendable, Hashable {
    /// It gives the addresses from now on.
    case added(WalletRecord)
    /// Another merchant already uses this key on this network; sharing would mix their money.
    case usedByAnotherMerchant
}

extension Transaction {
    /// Makes an account key the one that gives a merchant's addresses on a network.
    ///
    /// Keys are told apart by their first address, since one key can be written in several ways. On
    /// EVM networks one key gives the same addresses everywhere, so it is one merchant's on all. A
    /// key that was used before goes on at its next index. The former key is retired: its
    /// addresses stay watched.
    package func useWallet(
        _ wallet: NewWallet,
        by merchant: MerchantID,
        at now: Instant
    ) throws(StorageError) -> WalletAddition {
        let network = wallet.network
        if var owner = try connection.rows(
            """
            SELECT merchant_id
            FROM wallets
            WHERE first_address = \(wallet.firstAddress) AND merchant_id <> \(merchant)
            """
        ).first {
            _ = try owner.text()
            return .usedByAnotherMerchant
        }
        try connection.run(
            """
            UPDATE wallets
            SET retired_at = \(now)
            WHERE merchant_id = \(merchant) AND network = \(network) AND retired_at IS NULL
            """
        )
        try connection.run(
            """
            INSERT INTO wallets
                (merchant_id, network, account_key, first_address, script_kind, created_at)
            VALUES (\(merchant), \(network), \(wallet.accountKey), \(wallet.firstAddress),
                \(wallet.scriptKind), \(now))
            ON CONFLICT (network, first_address) DO UPDATE SET retired_at = NULL
            """
        )
        guard let added = try self.wallet(of: merchant, on: network) else {
            preconditionFailure("the wallet just added is not there")
        }
        return .added(added)
    }

    /// The wallet that gives a merchant's addresses on a network, or nil.
    package func wallet(
        of merchant: MerchantID,
        on network: NetworkID
    ) throws(StorageError) -> WalletRecord? {
        try wallets(
            where: """
                WHERE merchant_id = \(merchant) AND network = \(network) AND retired_at IS NULL
                """
        ).first
    }

    /// Every wallet of a merchant, retired ones too.
    package func wallets(of merchant: MerchantID) throws(StorageError) -> [WalletRecord] {
        try wallets(where: "WHERE merchant_id = \(merchant) ORDER BY network, id")
    }

    private func wallets(where clause: SQL) throws(StorageError) -> [WalletRecord] {
        let columns: SQL = """
            SELECT id, merchant_id, network, account_key, script_kind, next_index, retired_at
            FROM wallets
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return WalletRecord(
                id: try row.integer(),
                merchant: MerchantID(try row.text()),
                network: NetworkID(try row.text()),
                accountKey: try row.text(),
                scriptKind: try row.text(),
                nextIndex: UInt32(clamping: try row.integer()),
                isInUse: try row.optionalInteger() == nil
            )
        }
    }

    /// Takes the next index of a wallet and keeps the address watched.
    ///
    /// An index that was taken on another network with the same key is not taken again: two
    /// invoices would share an address, and a payment on the wrong network would go to the wrong
    /// one.
    ///
    /// `owner`: What the address is for.
    /// `derive`: Makes the address of an index; what it throws undoes the taking. It may
    ///   answer nil for an index that has no valid key (BIP32), and the next one is taken.
    package func issueAddress(
        from wallet: WalletRecord,
        for owner: AddressOwner,
        derive: (WalletRecord, UInt32) throws -> IssuedAddress?
    ) throws -> IssuedAddress {
        while true {
            guard
                var row = try connection.rows(
                    """
                    UPDATE wallets
                    SET next_index = 1 + (
                        SELECT MAX(kin.next_index)
                        FROM wallets AS kin
                        WHERE kin.first_address = wallets.first_address
                    )
                    WHERE id = \(wallet.id)
                    RETURNING next_index
                    """
                ).first
            else { preconditionFailure("the wallet of an address is not there") }
            let index = UInt32(clamping: try row.integer() - 1)
            guard let address = try derive(wallet, index) else { continue }
            try connection.run(
                """
                INSERT INTO addresses
                    (network, address, match_bytes, wallet_id, derivation_index, invoice_id,
                    choice_id, static_address_id, issued_height)
                VALUES (\(wallet.network), \(address.text), \(address.matchBytes),
                    \(wallet.id), \(index), \(owner.invoice), \(owner.choice),
                    \(owner.staticAddress),
                    (SELECT height FROM cursors WHERE network = \(wallet.network)))
                """
            )
            return address
        }
    }

    /// What an address was issued for, or nil where nobody issued it.
    package func owner(
        of address: String,
        on network: NetworkID
    ) throws(StorageError) -> AddressOwner? {
        guard
            var row = try connection.rows(
                """
                SELECT invoice_id, choice_id, static_address_id
                FROM addresses
                WHERE network = \(network) AND address = \(address)
                """
            ).first
        else { return nil }
        let invoice = try row.optionalText().map(InvoiceID.init)
        let choice = try row.optionalText().map(ChoiceID.init)
        let shared = try row.optionalText().map(StaticAddressID.init)
        if let invoice, let choice { return .choice(choice, of: invoice) }
        return shared.map { .staticAddress($0) }
    }

    /// What the addresses issued on a network after a row are recognised by, in order of issue.
    package func watched(
        on network: NetworkID,
        after row: Int64,
        limit: Int
    ) throws(StorageError) -> [(row: Int64, matchBytes: [UInt8])] {
        try connection.rows(
            """
            SELECT id, match_bytes
            FROM addresses
            WHERE network = \(network) AND id > \(row)
            ORDER BY id
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return (try row.integer(), try row.blob())
        }
    }
}
