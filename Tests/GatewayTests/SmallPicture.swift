@testable import Gateway

/// Pictures made byte by byte, as small as they get.
enum SmallPicture {
    static func big(_ value: Int, _ length: Int) -> [UInt8] {
        (0..<length).reversed().map { UInt8(value >> ($0 * 8) & 0xFF) }
    }

    static func little(_ value: Int, _ length: Int) -> [UInt8] {
        Array(big(value, length).reversed())
    }

    static func joined(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap(\.self) }

    static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = joined(Array(name.utf8), data)
        let checksum = Int(PNGPicture.cyclicRedundancyCheck(body))
        return joined(big(data.count, 4), body, big(checksum, 4))
    }

    /// Grey pixels; how many there are is what the header says.
    static func png(_ width: Int = 1, _ height: Int = 1, more: [UInt8] = []) -> [UInt8] {
        joined(
            PNGPicture.signature,
            chunk("IHDR", joined(big(width, 4), big(height, 4), [8, 0, 0, 0, 0])),
            more,
            chunk("IDAT", [0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1]),
            chunk("IEND", [])
        )
    }

    static func jpeg(_ width: Int = 1, _ height: Int = 1, frame: UInt8 = 0xC0) -> [UInt8] {
        joined(
            [0xFF, 0xD8, 0xFF, 0xE0],
            big(16, 2),
            Array("JFIF\0".utf8),
            [1, 1, 0, 0, 1, 0, 1, 0, 0],
            [0xFF, frame],
            big(11, 2),
            [8],
            big(height, 2),
            big(width, 2),
            [1, 1, 0x11, 0],
            [0xFF, 0xDA],
            big(8, 2),
            [1, 1, 0, 0, 63, 0],
            [0x37, 0xFF, 0xD9]
        )
    }

    static func riff(_ chunks: [UInt8]) -> [UInt8] {
        joined(Array("RIFF".utf8), little(chunks.count + 4, 4), Array("WEBP".utf8), chunks)
    }

    static func part(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let padding = [UInt8](repeating: 0, count: data.count % 2)
        return joined(Array(name.utf8), little(data.count, 4), data, padding)
    }

    static func lossless(_ width: Int = 1, _ height: Int = 1) -> [UInt8] {
        let sides = (width - 1) | (height - 1) << 14
        return part("VP8L", joined([0x2F], little(sides, 4), [0x88, 0x88, 0x08]))
    }

    static func lossy(_ width: Int = 1, _ height: Int = 1) -> [UInt8] {
        let start: [UInt8] = [0x30, 1, 0, 0x9D, 1, 0x2A]
        return part("VP8 ", joined(start, little(width, 2), little(height, 2), [1, 2, 3]))
    }

    static func canvas(_ width: Int, _ height: Int, flags: UInt8 = 0) -> [UInt8] {
        part("VP8X", joined([flags, 0, 0, 0], little(width - 1, 3), little(height - 1, 3)))
    }
}
