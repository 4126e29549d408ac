import Crypto
package import Payments
import Storage

/// Looks after merchants' logos.
package struct BrandingDesk: Sendable {
    private let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// A merchant's logo, or nil.
    package func logo(of merchant: MerchantID) async throws -> Logo? {
        try await gateway.store.read { try $0.logo(of: merchant) }
    }

    /// Makes a picture a merchant's logo, or says why it cannot be one.
    ///
    /// - Throws: `LogoFault` where it is not taken.
    /// - Returns: The logo, or nil where there is no such merchant.
    package func setLogo(
        _ bytes: [UInt8],
        of merchant: MerchantID,
        by actor: Actor
    ) async throws -> Logo? {
        let header = try PictureHeader(reading: bytes)
        let digest = SHA256.hash(data: bytes)
        let id = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let logo = Logo(id: LogoID(id), mediaType: header.mediaType, bytes: bytes)
        return try await store(logo, of: merchant, by: actor) ? logo : nil
    }

    /// Removes a merchant's logo; that there is none is no error.
    package func removeLogo(of merchant: MerchantID, by actor: Actor) async throws {
        _ = try await store(nil, of: merchant, by: actor)
    }

    private func store(
        _ logo: Logo?,
        of merchant: MerchantID,
        by actor: Actor
    ) async throws -> Bool {
        let now = gateway.time.now()
        return try await gateway.store.write { transaction in
            let changed = try MerchantDesk.change(
                merchant,
                by: actor,
                at: now,
                in: transaction
            ) { $0.branding.logo = logo?.id }
            guard changed != nil else { return false }
            try transaction.set(logo, of: merchant)
            return true
        }
    }
}
