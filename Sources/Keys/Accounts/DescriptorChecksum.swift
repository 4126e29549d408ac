/// The eight characters that may follow an output descriptor after `#` (BIP380).
enum DescriptorChecksum {
    private static let inputCharacters = Array(
        (#"0123456789()[],'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~"#
            + #"ijklmnopqrstuvwxyzABCDEFGH`#"\ "#).utf8
    )
    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let checksumCharacters = 8
    private static let generator: [UInt64] = [
        0xf5_dee5_1989, 0xa9_fdca_3312, 0x1b_ab10_e32d, 0x37_06b1_677a, 0x64_4d62_6ffd,
    ]

    /// Nil when the descriptor has a character that none may have.
    static func of(_ descriptor: Substring) -> String? {
        var sum: UInt64 = 1
        var group: UInt64 = 0
        var groupCount = 0
        for character in descriptor.utf8 {
            guard let position = inputCharacters.firstIndex(of: character) else { return nil }
            sum = step(sum, UInt64(position & 31))
            group = group * 3 + UInt64(position >> 5)
            groupCount += 1
            guard groupCount == 3 else { continue }
            sum = step(sum, group)
            group = 0
            groupCount = 0
        }
        if groupCount > 0 { sum = step(sum, group) }
        for _ in 0..<checksumCharacters { sum = step(sum, 0) }
        sum ^= 1
        let characters = (0..<checksumCharacters).map { place in
            alphabet[Int(sum >> UInt64(5 * (checksumCharacters - 1 - place)) & 31)]
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private static func step(_ sum: UInt64, _ value: UInt64) -> UInt64 {
        let top = sum >> 35
        var next = (sum & 0x7_ffff_ffff) << 5 ^ value
        for (bit, term) in generator.enumerated() where top >> UInt64(bit) & 1 != 0 {
            next ^= term
        }
        return next
    }
}
