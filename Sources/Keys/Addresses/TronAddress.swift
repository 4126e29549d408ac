/// The text of a 20-byte account on Tron: Base58Check under one version byte.
enum TronAddress {
    static let version: UInt8 = 0x41

    /// Nil when there are not 20 bytes.
    static func encode(_ account: [UInt8]) -> String? {
        guard account.count == EVMAddress.accountBytes else { return nil }
        return Base58.encodeChecked([version] + account)
    }

    static func decode(_ text: String) -> [UInt8]? {
        guard let payload = Base58.decodeChecked(text), payload.first == version,
            payload.count == 1 + EVMAddress.accountBytes
        else { return nil }
        return Array(payload.dropFirst())
    }
}
