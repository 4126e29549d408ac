/// The ways in which people write one address.
package enum AddressSpelling {
    private static let cashPrefixes = ["bitcoincash", "bchtest", "bchreg"]

    /// Every way in which an address that somebody typed may be stored, the typed one included.
    ///
    /// Accounts of EVM networks are stored with the capitals of EIP-55, and those of bech32 and of
    /// CashAddr in lower case, the latter with their prefix.
    package static func spellings(of text: String) -> [String] {
        let lower = text.lowercased()
        var spellings = [text]
        func add(_ spelling: String) {
            if !spellings.contains(spelling) { spellings.append(spelling) }
        }
        if let account = EVMAddress.decode(lower) {
            EVMAddress.encode(account).map(add)
        } else if lower == text || text.uppercased() == text {
            add(lower)
            if !lower.contains(":") {
                for prefix in cashPrefixes { add("\(prefix):\(lower)") }
            }
        }
        return spellings
    }
}
