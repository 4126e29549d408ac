/// The Bech32 text of a witness program, of any version from 0 to 16.
enum SegwitAddress {
    struct Program: Sendable, Hashable {
        let version: UInt8
        let bytes: [UInt8]
    }

    static let versionMax: UInt8 = 16
    static let programBytes = 2...40

    static func encode(_ program: Program, prefix: String) -> String {
        Bech32.encode(
            prefix: prefix,
            values: [program.version] + FiveBitValues.values(of: program.bytes),
            variant: variant(of: program.version)
        )
    }

    static func decode(_ text: String, prefix: String) -> Program? {
        guard let decoded = Bech32.decode(text), decoded.prefix == prefix,
            let version = decoded.values.first,
            // BIP350: version 0 is written in Bech32, every later one in Bech32m.
            decoded.variant == variant(of: version),
            let bytes = FiveBitValues.bytes(of: decoded.values.dropFirst())
        else { return nil }
        let program = Program(version: version, bytes: bytes)
        return isValid(program) ? program : nil
    }

    static func isValid(_ program: Program) -> Bool {
        // BIP141: version 0 to 16, 2 to 40 bytes; version 0 has 20 or 32 bytes and no other number.
        program.version <= versionMax && programBytes ~= program.bytes.count
            && (program.version != 0 || [20, 32].contains(program.bytes.count))
    }

    private static func variant(of version: UInt8) -> Bech32.Variant {
        version == 0 ? .bech32 : .bech32m
    }
}
