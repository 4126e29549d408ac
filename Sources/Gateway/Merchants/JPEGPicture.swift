import Payments

/// Walks a JPEG (ITU-T T.81): segments up to the first scan, and the mark of its end.
enum JPEGPicture {
    static func size(_ picture: PictureBytes) throws(LogoFault) -> PictureSize {
        var place = 2
        var size: PictureSize?
        while picture.byte(place) == 0xFF, let marker = picture.byte(place + 1) {
            // Any number of 0xFF may stand before a marker.
            if marker == 0xFF {
                place += 1
                continue
            }
            guard let length = picture.big(place + 2, 2), length >= 2,
                picture.slice(place + 2, length) != nil
            else { throw .broken(.jpeg) }
            switch marker {
            // Baseline, extended and progressive frames: what browsers show.
            case 0xC0, 0xC1, 0xC2:
                guard size == nil, length >= 8, let height = picture.big(place + 5, 2),
                    let width = picture.big(place + 7, 2)
                else { throw .broken(.jpeg) }
                size = PictureSize(width: width, height: height)
            // Lossless, hierarchical and arithmetic ones, and what cannot stand here.
            case 0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF, 0x00...0x01, 0xD0...0xD9:
                throw .broken(.jpeg)
            case 0xDA:
                guard let size, picture.count > place + 2 + length + 2,
                    picture.big(picture.count - 2, 2) == 0xFFD9
                else { throw .broken(.jpeg) }
                return size
            default: break
            }
            place += 2 + length
        }
        throw .broken(.jpeg)
    }
}
