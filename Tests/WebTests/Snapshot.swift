import Foundation
import Testing

/// Compares a text with the file of that name in the `Snapshots` folder.
///
/// With `RECORD_SNAPSHOTS=1`, or where the file is missing, it is written and the test still fails.
func expectSnapshot(
    _ text: String,
    named name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
    let file = folder.appending(path: name)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    guard !isRecording, let recorded = try? String(contentsOf: file, encoding: .utf8) else {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        return
    }
    guard recorded != text else { return }
    let difference = text.split(separator: "\n", omittingEmptySubsequences: false)
        .difference(from: recorded.split(separator: "\n", omittingEmptySubsequences: false))
    let lines = difference.prefix(20).map { change in
        switch change {
        case .insert(let line, let content, _): "+\(line + 1): \(content)"
        case .remove(let line, let content, _): "-\(line + 1): \(content)"
        }
    }
    Issue.record(
        "\(name) differs:\n\(lines.joined(separator: "\n"))",
        sourceLocation: sourceLocation
    )
}
