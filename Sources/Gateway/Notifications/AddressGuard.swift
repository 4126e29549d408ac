/// Tells addresses of the inside network from public ones, so that a Result URL cannot be aimed at
/// the machine itself or its neighbours (server-side request forgery, OWASP API7:2023).
package enum AddressGuard {
    /// IPv4 ranges that are not public, as base and prefix length (IANA special-purpose registry).
    private static let rangesV4: [(base: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8),
        (0xA9FE_0000, 16), (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24),
        (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
        (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    /// Whether a numeric IPv4 address, as four bytes, is on the public internet.
    package static func isPublic(v4 bytes: [UInt8]) -> Bool {
        precondition(bytes.count == 4, "an IPv4 address has 4 bytes")
        let address = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return !rangesV4.contains { range in
            let shift = 32 - range.bits
            return address >> shift == range.base >> shift
        }
    }

    /// Whether a numeric IPv6 address, as sixteen bytes, is on the public internet.
    ///
    /// Only global unicast (2000::/3) is, without the tunnels and documentation ranges inside it;
    /// an address that carries an IPv4 one is judged by that.
    package static func isPublic(v6 bytes: [UInt8]) -> Bool {
        precondition(bytes.count == 16, "an IPv6 address has 16 bytes")
        let carriesV4 =
            bytes[0..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        if carriesV4 { return isPublic(v4: Array(bytes[12...])) }
        // 64:ff9b::/96 (RFC 6052) translates to the IPv4 address in its last four bytes.
        if bytes[0..<4] == [0x00, 0x64, 0xFF, 0x9B], bytes[4..<12].allSatisfy({ $0 == 0 }) {
            return isPublic(v4: Array(bytes[12...]))
        }
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        // 2002::/16 (6to4) carries an IPv4 address behind its prefix.
        if bytes[0] == 0x20, bytes[1] == 0x02 { return isPublic(v4: Array(bytes[2..<6])) }
        let isTeredo = bytes[0..<4] == [0x20, 0x01, 0x00, 0x00]
        let isDocumentation = bytes[0..<4] == [0x20, 0x01, 0x0D, 0xB8]
        return !isTeredo && !isDocumentation
    }
}
