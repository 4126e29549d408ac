import Foundation
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ClientGuideTests {
    @Test func `all code of the client's page is compiled here`() throws {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        let page = folder.appending(path: "../../Docs/CLIENT.md").standardized
        let guide = try String(
            contentsOf: folder.appending(path: "ClientGuide.swift"),
            encoding: .utf8
        )
        let blocks = try String(contentsOf: page, encoding: .utf8)
            .components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
            .filter { !$0.contains(".package(") && !$0.contains(".product(") }
        #expect(blocks.count == 6)
        for block in blocks {
            #expect(Self.lines(of: guide).contains(Self.lines(of: block)), "\(block)")
        }
    }

    /// The lines without the spaces around them, and without empty ones.
    private static func lines(of text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }
}
