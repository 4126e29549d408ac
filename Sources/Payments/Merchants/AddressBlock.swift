/// A block of IP addresses (CIDR, RFC 4632): `203.0.113.7`, `198.51.100.0/24`, `2001:db8::/32`.
///
///     AddressBlock("198.51.100.0/24")?.contains(address)
package struct AddressBlock: Sendable, Hashable {
    /// The block as it was written, in small letters and without space around it.
    package let text: String
    /// The first address.
    private let base: [UInt8]
    /// How many leading bits every address of the block has in common with the first.
    private let bits: Int

    private static let mappedBits = 96

    /// Reads an address or a block, or answers nil.
    package init?(_ given: some StringProtocol) {
        guard let start = given.firstIndex(where: { !$0.isWhitespace }),
            let end = given.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        text = given[start...end].lowercased()
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, !halves[0].contains("%"), let address = IPAddress(halves[0]) else {
            return nil
        }
        base = address.bytes
        let whole = address.bytes.count * 8
        guard halves.count == 2 else {
            bits = whole
            return
        }
        guard (1...3).contains(halves[1].utf8.count),
            halves[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), var bits = Int(halves[1])
        else { return nil }
        // A block of IPv6 addresses that carry IPv4 ones is a block of those.
        if address.bytes.count == 4, halves[0].contains(":") { bits -= Self.mappedBits }
        guard (0...whole).contains(bits) else { return nil }
        self.bits = bits
    }

    /// Whether an address lies in the block; one of the other family never does.
    package func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == base.count else { return false }
        let (whole, rest) = (bits / 8, bits % 8)
        guard base.prefix(whole) == address.bytes.prefix(whole) else { return false }
        guard rest > 0 else { return true }
        let mask = ~(UInt8.max >> rest)
        return base[whole] & mask == address.bytes[whole] & mask
    }
}
