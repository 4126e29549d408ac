package import Payments
import Storage

extension MerchantDesk {
    /// A merchant as its own newest key that is not revoked makes it a caller; nil without any.
    ///
    /// OkiPays goes first, whose shops are told at the merchant's Result URL without being asked.
    package func ownCaller(of merchant: MerchantID) async throws -> Caller? {
        for dialect in [Dialect.okipays, .onchainpay] {
            let key = try await gateway.store.read { transaction in
                try transaction.signingKey(of: merchant, for: dialect)?.id
            }
            if let key, let caller = try await caller(with: key, in: dialect) { return caller }
        }
        return nil
    }
}
