package import Payments
import Storage

extension CustomerDesk {
    /// The merchant's own address of a label for a coin, issued where there is none yet.
    ///
    /// An address keeps its label, so that another label gets another address; without one it is
    /// the address to show. Answer: Nil where the merchant has as many addresses as may be.
    package func ownAddress(
        labelled label: String?,
        details: String?,
        in coin: Coin,
        by caller: Caller
    ) async throws -> StaticAddressBalance? {
        let now = gateway.time.now()
        let merchant = caller.merchant.id
        return try await gateway.store.write { transaction in
            let own = try transaction.staticAddresses(
                for: nil,
                of: merchant,
                limit: Self.addressesMax
            )
            guard let wallet = try transaction.wallet(of: merchant, on: coin.network) else {
                throw GatewayError.networkNotServed(coin.network)
            }
            // Those of a wallet the merchant has replaced are not shown again.
            let inCoin = try own.filter { address in
                try address.coin == coin && transaction.comes(address, from: wallet)
            }
            let active = inCoin.first(where: \.isActive)
            let namesake = label.flatMap { label in inCoin.last { $0.label == label } }
            let free = label == nil || active?.label == nil ? active : nil
            if namesake == nil, free == nil, own.count >= Self.addressesMax { return nil }
            let address =
                try namesake ?? free
                ?? gateway.staticAddress(
                    for: nil,
                    of: merchant,
                    by: caller.key,
                    in: coin,
                    isRenewed: true,
                    at: now,
                    in: transaction
                )
            try transaction.describe(
                address.id,
                label: label ?? address.label,
                details: details ?? address.details
            )
            return try transaction.staticAddress(address.id)
                .map { try Self.balance(of: $0, in: transaction) }
        }
    }
}
