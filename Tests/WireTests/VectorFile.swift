import Foundation

/// Reads the data files beside the tests.
enum VectorFile {
    static func load<Content: Decodable>(_ name: String) throws -> Content {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
        let data = try Data(contentsOf: folder.appending(path: name))
        return try JSONDecoder().decode(Content.self, from: data)
    }
}
