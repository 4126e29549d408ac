import Chains
import Payments
import Storage

extension Gateway {
    /// The customer of a shop's own id, made where there is none yet.
    func customer(
        _ reference: String,
        of merchant: MerchantID,
        email: String?,
        at now: Instant,
        in transaction: Transaction
    ) throws -> Customer {
        if let known = try transaction.customer(reference, of: merchant) { return known }
        let customer = Customer(
            id: CustomerID(random.uuid()),
            merchant: merchant,
            reference: reference,
            email: email,
            createdAt: now,
            updatedAt: now
        )
        _ = try transaction.add(customer)
        return customer
    }

    /// The address to show to a customer for a coin, issued where there is none yet; for nobody the
    /// merchant's own.
    ///
    /// One that comes from a wallet the merchant has replaced is not shown again: its money would
    /// go to the old wallet. Every address ever issued stays watched.
    ///
    /// `isRenewed`: Issues a new one although there is one.
    func staticAddress(
        for customer: CustomerID?,
        of merchant: MerchantID,
        by key: APIKeyID,
        in coin: Coin,
        isRenewed: Bool = false,
        at now: Instant,
        in transaction: Transaction
    ) throws -> StaticAddress {
        guard let wallet = try transaction.wallet(of: merchant, on: coin.network),
            let served = networks[coin.network]?.description
        else { throw GatewayError.networkNotServed(coin.network) }
        let known = try transaction.activeStaticAddress(for: customer, of: merchant, in: coin)
        if let known, try transaction.comes(known, from: wallet) {
            if !isRenewed { return known }
            let issued = try transaction.staticAddresses(
                for: customer,
                of: merchant,
                limit: CustomerDesk.addressesMax
            ).count
            // Every address is watched for ever, so renewing has an end.
            if issued >= CustomerDesk.addressesMax { return known }
        }
        let id = StaticAddressID(random.uuid())
        let issued = try transaction.issueAddress(
            from: wallet,
            for: .staticAddress(id),
            derive: addresses.address(of:at:)
        )
        let address = StaticAddress(
            id: id,
            merchant: merchant,
            customer: customer,
            key: key,
            coin: coin,
            address: issued.text,
            confirmations: served.confirmations,
            finality: served.finality,
            isActive: true,
            note: nil,
            createdAt: now
        )
        try transaction.add(address)
        return address
    }
}
