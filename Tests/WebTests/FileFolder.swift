import Foundation

/// A folder of its own for a test; the system clears it away.
struct FileFolder {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "florin-web-" + UUID().uuidString
        try? FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }
}
