/// The addresses being watched on one network, as a compact set of fingerprints.
///
/// A look-up costs one hash and about one memory access, and an address under 32 bytes, however
/// many invoices are open. A match is a candidate: about one stranger in 10¹² with a million
/// addresses looks alike, so the database has the last word. Addresses are never removed.
package struct WatchedSet: Sendable {
    /// Open addressing with linear probing; zero marks a free slot.
    private var slots: [UInt64]
    /// How many fingerprints are inside.
    package private(set) var count = 0
    /// Keys the hash, so that nobody can make addresses that collide on purpose.
    private let seed: UInt64

    /// Makes an empty set; the seed should be random in production.
    package init(seed: UInt64, capacity: Int = 16) {
        self.seed = seed
        var size = 16
        while size * 3 < capacity * 4 { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// The memory the fingerprints take.
    package var byteCount: Int { slots.count * MemoryLayout<UInt64>.size }

    /// Adds what an address is recognised by: an output script or a 20-byte account.
    package mutating func insert(_ matchBytes: [UInt8]) {
        if (count + 1) * 4 > slots.count * 3 { grow() }
        let fingerprint = unsafe matchBytes.withUnsafeBytes { unsafe self.fingerprint($0) }
        if Self.place(fingerprint, in: &slots) { count += 1 }
    }

    /// Whether something with this fingerprint is watched.
    package func contains(_ matchBytes: [UInt8]) -> Bool {
        unsafe matchBytes.withUnsafeBytes { unsafe self.contains($0) }
    }

    /// Whether something with this fingerprint is watched, for bytes inside a larger buffer.
    package func contains(_ matchBytes: UnsafeRawBufferPointer) -> Bool {
        let wanted = unsafe fingerprint(matchBytes)
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: wanted) & mask
        while slots[slot] != 0 {
            if slots[slot] == wanted { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    /// Two rounds of multiply-and-fold over 8-byte words, keyed by the seed.
    private func fingerprint(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = Self.folded(seed ^ UInt64(bytes.count))
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            state = Self.folded(state ^ word)
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(unsafe bytes[offset])
            offset += 1
        }
        state = Self.folded(Self.folded(state ^ rest) ^ seed)
        return state == 0 ? 1 : state
    }

    private static func folded(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    private static func place(_ fingerprint: UInt64, in slots: inout [UInt64]) -> Bool {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: fingerprint) & mask
        while slots[slot] != 0 {
            if slots[slot] == fingerprint { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = fingerprint
        return true
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        for fingerprint in slots where fingerprint != 0 {
            _ = Self.place(fingerprint, in: &larger)
        }
        slots = larger
    }
}
