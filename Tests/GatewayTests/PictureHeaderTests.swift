import Payments
import Testing

@testable import Gateway

struct PictureHeaderTests {
    private func fault(_ bytes: [UInt8]) -> LogoFault? {
        do throws(LogoFault) {
            _ = try PictureHeader(reading: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func `PNG, JPEG and WebP are told apart by their bytes, and measured`() throws {
        let all: [(Logo.MediaType, [UInt8])] = [
            (.png, SmallPicture.png(40, 30)),
            (.png, SmallPicture.png(40, 30, more: SmallPicture.chunk("tEXt", [1, 2, 3]))),
            (.jpeg, SmallPicture.jpeg(40, 30)), (.jpeg, SmallPicture.jpeg(40, 30, frame: 0xC2)),
            (.webp, SmallPicture.riff(SmallPicture.lossy(40, 30))),
            (.webp, SmallPicture.riff(SmallPicture.lossless(40, 30))),
            (
                .webp,
                SmallPicture.riff(
                    SmallPicture.canvas(40, 30, flags: 0x10) + SmallPicture.part("ALPH", [1])
                        + SmallPicture.lossy(40, 30)
                )
            ),
        ]
        for (type, bytes) in all {
            let header = try PictureHeader(reading: bytes)
            #expect(header.mediaType == type)
            #expect([header.width, header.height] == [40, 30])
        }
    }

    @Test func `a picture may have 1024 pixels on a side and not one more`() throws {
        #expect(fault(SmallPicture.png(1_024, 1_024)) == nil)
        for bytes in [
            SmallPicture.png(1_025, 1), SmallPicture.jpeg(1_025, 1),
            SmallPicture.riff(SmallPicture.lossy(1_025, 1)),
            SmallPicture.riff(SmallPicture.lossless(1_025, 1)),
        ] { #expect(fault(bytes) == .tooManyPixels(width: 1_025, height: 1)) }
        let bomb = fault(SmallPicture.png(0x7FFF_FFFF, 0x7FFF_FFFF))
        #expect(bomb == .tooManyPixels(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF))
        #expect(fault(SmallPicture.png(0, 5)) == .broken(.png))
        #expect(fault(SmallPicture.jpeg(5, 0)) == .broken(.jpeg))
    }

    @Test func `what moves is refused`() {
        let control = SmallPicture.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])
        #expect(fault(SmallPicture.png(more: control)) == .animated)
        let moving = SmallPicture.canvas(1, 1, flags: 2) + SmallPicture.part("ANIM", [0, 0])
        #expect(fault(SmallPicture.riff(moving)) == .animated)
        let hidden = SmallPicture.lossy() + SmallPicture.part("ANMF", [0, 0])
        #expect(fault(SmallPicture.riff(hidden)) == .animated)
    }

    @Test func `what is no picture is refused, an SVG with its own reason`() {
        #expect(fault([]) == .empty)
        #expect(fault(Array("GIF89a".utf8)) == .unknown)
        #expect(fault(Array("<html>".utf8)) == .unknown)
        for svg in ["<svg xmlns='a'/>", "\u{FEFF}<?xml version='1.0'?>\n<SVG>", "<!DOCTYPE svg>"] {
            #expect(fault(Array(svg.utf8)) == .vector, "\(svg)")
        }
        let large = SmallPicture.png() + [UInt8](repeating: 0, count: Logo.bytesMax)
        #expect(fault(large) == .tooLarge(bytes: large.count))
    }

    @Test func `a picture that is cut anywhere, or goes on behind its end, is refused`() {
        for (type, bytes) in [
            (.png, SmallPicture.png()), (.jpeg, SmallPicture.jpeg()),
            (.webp, SmallPicture.riff(SmallPicture.lossless())),
        ] as [(Logo.MediaType, [UInt8])] {
            for length in 12..<bytes.count {
                #expect(fault(Array(bytes.prefix(length))) == .broken(type), "\(type) \(length)")
            }
            if type != .jpeg { #expect(fault(bytes + Array("<script>".utf8)) == .broken(type)) }
        }
        #expect(fault(SmallPicture.jpeg() + Array("<script>".utf8)) == .broken(.jpeg))
    }

    @Test func `a checksum, a length or a canvas that lies is refused`() {
        var png = SmallPicture.png()
        png[20] ^= 1
        #expect(fault(png) == .broken(.png))
        let noPixels =
            PNGPicture.signature + SmallPicture.chunk("IHDR", [UInt8](repeating: 1, count: 13))
            + SmallPicture.chunk("IEND", [])
        #expect(fault(noPixels) == .broken(.png))
        let wide = PNGPicture.signature + [0xFF, 0xFF, 0xFF, 0xFF] + Array("IHDR".utf8)
        #expect(fault(wide) == .broken(.png))
        let canvas = SmallPicture.canvas(1, 1) + SmallPicture.lossy(2, 2)
        #expect(fault(SmallPicture.riff(canvas)) == .broken(.webp))
        #expect(fault(SmallPicture.jpeg(frame: 0xC9)) == .broken(.jpeg))
    }

    @Test func `no bytes make the reader fail otherwise`() {
        var generator = SeededGenerator()
        let seeds = [
            SmallPicture.png(9, 9), SmallPicture.jpeg(9, 9),
            SmallPicture.riff(SmallPicture.canvas(9, 9) + SmallPicture.lossless(9, 9)),
        ]
        for round in 0..<6_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
            }
            guard let header = try? PictureHeader(reading: bytes) else { continue }
            let sides = 1...PictureHeader.sideMax
            #expect(sides.contains(header.width), "\(generator)")
            #expect(sides.contains(header.height), "\(generator)")
        }
    }
}
