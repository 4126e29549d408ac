/// A numeric IP address: 4 bytes, or 16.
///
/// An IPv6 address that only carries an IPv4 one (`::ffff:192.0.2.1`, RFC 4291 2.5.5.2) is that
/// IPv4 address: which of the two a server sees depends on how its socket was opened.
package struct IPAddress: Sendable, Hashable {
    /// The bytes, the most significant first.
    package let bytes: [UInt8]

    /// The longest text: an IPv6 address with an IPv4 end.
    private static let lengthMax = 45
    private static let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

    /// Reads the usual text of an address, or answers nil.
    package init?(_ text: some StringProtocol) {
        // A zone (RFC 4007) names a cable of this machine and is no part of the address.
        let plain = text.prefix { $0 != "%" }
        guard plain.utf8.count <= Self.lengthMax else { return nil }
        let parsed = plain.contains(":") ? Self.v6(of: String(plain)) : Self.v4(of: String(plain))
        guard let parsed else { return nil }
        bytes = parsed.starts(with: Self.mappedPrefix) ? Array(parsed.dropFirst(12)) : parsed
    }

    /// Four decimal numbers; one with a leading zero is refused, since some read it as octal.
    private static func v4(of text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.utf8.count), part == "0" || !part.hasPrefix("0"),
                part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// Eight groups of hexadecimal digits, of which `::` stands for one or more that are zero.
    private static func v6(of text: String) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            return groups(of: text[...]).flatMap { $0.count == 16 ? $0 : nil }
        }
        let rest = text[gap.upperBound...]
        let start = text[..<gap.lowerBound]
        // An IPv4 address may stand at the end alone.
        guard !rest.contains("::"), !start.contains("."), let head = groups(of: start),
            let tail = groups(of: rest), head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups with a colon between them; the last may be an IPv4 address.
    private static func groups(of text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (place, part) in parts.enumerated() {
            if part.contains(".") {
                guard place == parts.count - 1, let v4 = v4(of: String(part)) else { return nil }
                bytes += v4
                continue
            }
            guard (1...4).contains(part.utf8.count),
                part.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return bytes
    }
}

extension IPAddress {
    /// What stands for whoever has the address: the address itself, or the first 64 bits of an IPv6
    /// one, since a household has all of those: `192.0.2.1`, `2001:db8:0:1::/64`.
    package var holder: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 8, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/64"
    }
}
