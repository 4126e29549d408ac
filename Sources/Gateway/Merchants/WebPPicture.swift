import Payments

/// Walks a WebP (RFC 9649): a RIFF file with chunks of name, length and data.
enum WebPPicture {
    private static let headerBytes = 12
    private static let animationFlag = 0x02

    static func size(_ picture: PictureBytes) throws(LogoFault) -> PictureSize {
        guard picture.little(4, 4) == picture.count - 8 else { throw .broken(.webp) }
        var place = headerBytes
        var canvas: PictureSize?
        var frame: PictureSize?
        while let name = picture.text(place, 4), let length = picture.little(place + 4, 4) {
            let data = place + 8
            guard picture.slice(data, length + length % 2) != nil else { throw .broken(.webp) }
            switch name {
            case "VP8X":
                guard canvas == nil, frame == nil, length == 10, let flags = picture.byte(data),
                    let width = picture.little(data + 4, 3),
                    let height = picture.little(data + 7, 3)
                else { throw .broken(.webp) }
                if flags & animationFlag != 0 { throw .animated }
                canvas = PictureSize(width: width + 1, height: height + 1)
            case "ANIM", "ANMF": throw .animated
            case "VP8 ":
                guard frame == nil else { throw .broken(.webp) }
                frame = try lossy(picture, at: data, length)
            case "VP8L":
                guard frame == nil else { throw .broken(.webp) }
                frame = try lossless(picture, at: data, length)
            default: break
            }
            place = data + length + length % 2
        }
        guard let frame, place == picture.count, canvas == nil || canvas == frame else {
            throw .broken(.webp)
        }
        return frame
    }

    /// A key frame of VP8 begins with three bytes and a start code (RFC 6386 §9.1).
    private static func lossy(
        _ picture: PictureBytes,
        at place: Int,
        _ length: Int
    ) throws(LogoFault) -> PictureSize {
        guard length > 10, let tag = picture.byte(place), tag & 1 == 0,
            picture.big(place + 3, 3) == 0x9D012A, let width = picture.little(place + 6, 2),
            let height = picture.little(place + 8, 2)
        else { throw .broken(.webp) }
        return PictureSize(width: width & 0x3FFF, height: height & 0x3FFF)
    }

    /// One byte, then 14 bits for each side less one, one bit for alpha, three for the version.
    private static func lossless(
        _ picture: PictureBytes,
        at place: Int,
        _ length: Int
    ) throws(LogoFault) -> PictureSize {
        guard length > 5, picture.byte(place) == 0x2F, let bits = picture.little(place + 1, 4),
            bits >> 29 == 0
        else { throw .broken(.webp) }
        return PictureSize(width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
    }
}
