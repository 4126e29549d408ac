/// Regrouping of bits between bytes and the five-bit values of Bech32.
enum FiveBitValues {
    static func values(of bytes: [UInt8]) -> [UInt8] {
        var values: [UInt8] = []
        values.reserveCapacity((bytes.count * 8 + 4) / 5 + 1)
        var pending: UInt32 = 0
        var bits = 0
        for byte in bytes {
            pending = (pending << 8 | UInt32(byte)) & 0xfff
            bits += 8
            while bits >= 5 {
                bits -= 5
                values.append(UInt8(pending >> UInt32(bits) & 31))
            }
        }
        if bits > 0 { values.append(UInt8(pending << UInt32(5 - bits) & 31)) }
        return values
    }

    /// The bytes of the values, or nil when padding is longer than four bits or not zero.
    static func bytes(of values: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 5 / 8)
        var pending: UInt32 = 0
        var bits = 0
        for value in values {
            pending = (pending << 5 | UInt32(value)) & 0xfff
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
        }
        // BIP173: padding is at most four bits, all of them zero.
        guard bits < 5, pending & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }
}
