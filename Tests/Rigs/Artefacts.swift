import Foundation

/// What tests leave for people to look at.
package enum Artefacts {
    /// Where: `.build/artefacts` of the package.
    package static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".build/artefacts").path
}
