import CNettle

/// Keccak-256 with the padding of the original submission, as Ethereum and Tron use it.
///
///     Keccak256.hash([])  // c5d24601…a470
///
/// It is not SHA3-256: that pads with 06, this with 01, and the digests have nothing in common.
package enum Keccak256 {
    private static let rateBytes = 136
    private static let laneBytes = 8

    /// The 32-byte digest of the bytes.
    package static func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var state = sha3_state()
        var block: [UInt8] = []
        block.reserveCapacity(rateBytes)
        for byte in bytes {
            block.append(byte)
            guard block.count == rateBytes else { continue }
            absorb(block, into: &state)
            block.removeAll(keepingCapacity: true)
        }
        block.append(0x01)
        while block.count < rateBytes { block.append(0) }
        block[rateBytes - 1] |= 0x80
        absorb(block, into: &state)
        return digest(of: state)
    }

    private static func absorb(_ block: [UInt8], into state: inout sha3_state) {
        unsafe withUnsafeMutableBytes(of: &state.a) { raw in
            let lanes = unsafe raw.bindMemory(to: UInt64.self)
            for lane in 0..<(rateBytes / laneBytes) {
                var word: UInt64 = 0
                for offset in (0..<laneBytes).reversed() {
                    word = word << 8 | UInt64(block[lane * laneBytes + offset])
                }
                unsafe lanes[lane] ^= word
            }
        }
        unsafe nettle_sha3_permute(&state)
    }

    private static func digest(of state: sha3_state) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(32)
        for word in [state.a.0, state.a.1, state.a.2, state.a.3] {
            for shift in stride(from: 0, to: 64, by: 8) {
                result.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return result
    }
}
