import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(2)))
struct GzipTests {
    /// What `gunzip` makes of bytes.
    private static func expanded(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "body.gz")
        try Data(bytes).write(to: file)
        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/usr/bin/gunzip")
        gunzip.arguments = [file.path]
        gunzip.standardError = FileHandle.nullDevice
        try gunzip.run()
        gunzip.waitUntilExit()
        guard gunzip.terminationStatus == 0 else { return [] }
        return Array(try Data(contentsOf: folder.appending(path: "body")))
    }

    /// Bytes with some repetition, so that both kinds of blocks occur.
    private static func bytes(_ count: Int) -> [UInt8] {
        var state: UInt64 = UInt64(count) &+ 99
        return (0..<count).map { place in
            if place % 7 < 4 { return UInt8(ascii: "a") }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    @Test(arguments: [0, 1, 17, 255, 256, 65_535, 65_536, 300_001], Gzip.Effort.allCases)
    func `gunzip gives back every byte`(count: Int, effort: Gzip.Effort) throws {
        let bytes = Self.bytes(count)
        let packed = Gzip.compressed(bytes, effort)
        #expect(packed.prefix(2) == [0x1F, 0x8B])
        #expect(try Self.expanded(packed) == bytes)
    }

    @Test func `random sizes come back`() throws {
        for _ in 0..<12 {
            let bytes = Self.bytes(.random(in: 0...200_000))
            #expect(try Self.expanded(Gzip.compressed(bytes)) == bytes)
        }
    }

    @Test func `bytes without any pattern grow by a few bytes only`() throws {
        let bytes = (0..<100_000).map { _ in UInt8.random(in: 0...255) }
        let packed = Gzip.compressed(bytes, .thorough)
        #expect(packed.count < bytes.count + 100)
        #expect(try Self.expanded(packed) == bytes)
    }

    @Test func `the same bytes give the same answer`() {
        let bytes = Self.bytes(10_000)
        #expect(Gzip.compressed(bytes) == Gzip.compressed(bytes))
    }

    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br, zstd", true), ("GZIP", true), ("x-gzip", true),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", true), ("*", true), ("gzip;q=0.001", true),
        ("gzip ; q=0.5", true), ("identity, gzip", true), ("gzip;q=1.000", true),
        ("", false), ("identity", false), ("br", false), ("gzip;q=0", false),
        ("gzip;q=0.000", false), ("gzip; q=0 , *", false), ("*;q=0", false),
        ("gzip;q=0.5, identity;q=0.9", false), ("gzip;q=x", false), ("gzip;q=nan", false),
        ("gzip;q=-1", false), ("gzip;q=2", false), ("gzipped", false), ("deflate, *;q=0", false),
    ])
    func `gzip is sent only to whoever takes it`(header: String, isTaken: Bool) {
        var headers = HTTPFields()
        headers[.acceptEncoding] = header
        #expect(AcceptEncoding.allowsGzip(headers) == isTaken)
    }

    @Test func `no header means no gzip, and several count together`() {
        #expect(!AcceptEncoding.allowsGzip(HTTPFields()))
        var headers = HTTPFields()
        headers.append(HTTPField(name: .acceptEncoding, value: "br"))
        headers.append(HTTPField(name: .acceptEncoding, value: "gzip"))
        #expect(AcceptEncoding.allowsGzip(headers))
    }

    @Test func `every file of a page is packed, and gets smaller`() throws {
        for asset in PageAsset.all {
            #expect(asset.content.gzipped.count < asset.bytes.count)
            #expect(try Self.expanded(asset.content.gzipped) == asset.bytes)
        }
    }
}
