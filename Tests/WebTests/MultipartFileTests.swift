import Testing

@testable import Web

struct MultipartFileTests {
    private static let type = "multipart/form-data; boundary=----WebKitFormBoundaryAbC123"
    private static let boundary = "----WebKitFormBoundaryAbC123"

    private static func body(
        _ file: [UInt8],
        head: String = "Content-Disposition: form-data; name=\"logo\"; filename=\"a.png\"",
        boundary: String = MultipartFileTests.boundary,
        end: String = "\r\n"
    ) -> [UInt8] {
        Array("--\(boundary)\r\n\(head)\r\nContent-Type: image/png\r\n\r\n".utf8) + file
            + Array("\r\n--\(boundary)--\(end)".utf8)
    }

    private static func read(_ body: [UInt8], _ type: String = MultipartFileTests.type) -> [UInt8]?
    {
        MultipartFile(field: "logo", of: body, contentType: type)?.bytes
    }

    @Test func `the file is what stands between the boundaries, byte by byte`() {
        let tricky = Array("\r\n--\r\n\r\n--".utf8)
        for file in [[], [0], [13, 10], tricky, Array(0...255)] as [[UInt8]] {
            #expect(Self.read(Self.body(file)) == file)
            #expect(Self.read(Self.body(file, end: "")) == file)
        }
        let quoted = "Multipart/Form-Data; Boundary=\"a'b\""
        #expect(Self.read(Self.body([1], boundary: "a'b"), quoted) == [1])
    }

    @Test(arguments: [
        "", "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=a",
        "multipart/form-data; boundary=other",
        "multipart/mixed; boundary=\(MultipartFileTests.boundary)",
        "multipart/form-data; boundary=\(MultipartFileTests.boundary); charset=utf-8",
        "multipart/form-data; boundary=\(String(repeating: "a", count: 71))",
        "multipart/form-data; boundary=a b",
    ])
    func `another type or boundary is refused`(type: String) {
        #expect(Self.read(Self.body([1]), type) == nil)
    }

    @Test(arguments: [
        "Content-Disposition: form-data; name=\"other\"", "Content-Disposition: form-data",
        "Content-Disposition: attachment; name=\"logo\"", "X: y",
        "Content-Disposition: form-data; name=\"logo\"\r\n"
            + "Content-Disposition: form-data; name=\"b\"",
        "Content-Disposition: form-data; name=\"logo",
        "X: \(String(repeating: "a", count: MultipartFile.headBytesMax))\r\n"
            + "Content-Disposition: form-data; name=\"logo\"",
    ])
    func `another or a longer head is refused`(head: String) {
        #expect(Self.read(Self.body([1], head: head)) == nil)
    }

    @Test func `a second part, a preamble and a missing end are refused`() {
        let one = Self.body([1])
        let first = Array(one.dropLast("--\r\n".utf8.count))
        let second = Array(one.dropFirst("--\(Self.boundary)".utf8.count))
        #expect(Self.read(first + second) == nil)
        #expect(Self.read([1] + one) == nil)
        #expect(Self.read(one + [1]) == nil)
        for length in 0..<one.count - 2 { #expect(Self.read(Array(one.prefix(length))) == nil) }
    }

    @Test func `no bytes make it fail, and nothing but the file comes out`() {
        var generator = SeededGenerator()
        for _ in 0..<4_000 {
            var body = Self.body([1, 2, 3])
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let place = Int.random(in: 0..<body.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: body[place] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: body.remove(at: place)
                default: body.insert(contentsOf: [13, 10], at: place)
                }
            }
            guard let file = Self.read(body) else { continue }
            #expect(file.count <= body.count, "\(generator)")
            let text = String(decoding: file, as: UTF8.self)
            #expect(!text.contains("\r\n--\(Self.boundary)"), "\(generator)")
        }
    }
}
