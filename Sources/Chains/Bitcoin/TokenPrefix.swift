/// The token that an output of Bitcoin Cash may carry before its script.
///
/// CHIP-2022-02-CashTokens: the output's script begins with 0xef, the token's category and what of
/// it is there; the script that is paid to follows. Its coins are paid all the same.
enum TokenPrefix {
    /// PREFIX_TOKEN.
    private static let marker: UInt8 = 0xef
    private static let categoryBytes = 32

    private enum Structure {
        static let reserved: UInt8 = 0x80
        static let hasCommitmentLength: UInt8 = 0x40
        static let hasNFT: UInt8 = 0x20
        static let hasAmount: UInt8 = 0x10
        static let capability: UInt8 = 0x0f
        /// Minting; above it nothing is defined.
        static let capabilityMax: UInt8 = 0x02
    }

    /// Where the script that is paid to lies in what an output holds.
    ///
    /// What begins like a token and is none, as anybody could write before tokens were known, is a
    /// script as a whole. The limit of a commitment's length is raised from time to time and not
    /// checked.
    static func script(in output: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
        guard let first = output.first, bytes[first] == marker else { return output }
        var reader = ByteReader(Array(bytes[output.dropFirst()]), subject: "token")
        guard let isToken = try? readToken(&reader), isToken else { return output }
        return (first + 1 + reader.offset)..<output.upperBound
    }

    private static func readToken(_ reader: inout ByteReader) throws(ChainError) -> Bool {
        _ = try reader.range(of: categoryBytes)
        let bits = try reader.byte()
        func has(_ flag: UInt8) -> Bool { bits & flag != 0 }
        let capability = bits & Structure.capability
        guard !has(Structure.reserved), has(Structure.hasNFT) || has(Structure.hasAmount),
            has(Structure.hasNFT) || (!has(Structure.hasCommitmentLength) && capability == 0),
            capability <= Structure.capabilityMax
        else { return false }
        if has(Structure.hasCommitmentLength) {
            guard try !reader.lengthAndRange().isEmpty else { return false }
        }
        guard has(Structure.hasAmount) else { return true }
        return (1...UInt64(Int64.max)).contains(try reader.compactSize())
    }
}
