import Payments

/// Walks a PNG (ISO/IEC 15948): a signature, then chunks of length, name, data and checksum.
enum PNGPicture {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func size(_ picture: PictureBytes) throws(LogoFault) -> PictureSize {
        var place = signature.count
        var size: PictureSize?
        var hasPixels = false
        while let length = picture.big(place, 4), let name = picture.text(place + 4, 4) {
            guard let checked = picture.slice(place + 4, 4 + length),
                let checksum = picture.big(place + 8 + length, 4),
                checksum == Int(cyclicRedundancyCheck(checked))
            else { throw .broken(.png) }
            if size == nil, name != "IHDR" { throw .broken(.png) }
            switch name {
            case "IHDR":
                guard size == nil, length == 13, let width = picture.big(place + 8, 4),
                    let height = picture.big(place + 12, 4)
                else { throw .broken(.png) }
                size = PictureSize(width: width, height: height)
            case "acTL", "fcTL", "fdAT": throw .animated
            case "IDAT": hasPixels = true
            case "IEND":
                guard let size, hasPixels, length == 0, place + 12 == picture.count else {
                    throw .broken(.png)
                }
                return size
            default: break
            }
            place += 12 + length
        }
        throw .broken(.png)
    }

    /// The checksum of a chunk's name and data (CRC-32, ISO/IEC 15948 Annex D).
    static func cyclicRedundancyCheck(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var rest = UInt32.max
        for byte in bytes {
            rest ^= UInt32(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
        return ~rest
    }
}
