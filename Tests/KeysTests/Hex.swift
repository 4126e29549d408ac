@testable import Keys

func bytes(hex: String) throws -> [UInt8] {
    struct NotHexadecimal: Error {}
    guard let bytes = Hexadecimal.bytes(of: hex) else { throw NotHexadecimal() }
    return bytes
}

func hex(_ bytes: [UInt8]) -> String {
    String(decoding: Hexadecimal.characters(of: bytes), as: UTF8.self)
}
