/// Which module each target may import: the table of the architecture page, as data.
///
/// A new target has to be entered here, and with a decision record, before it can be built.
struct ImportTable: Sendable {
    static let allowed: [String: Set<String>] = [
        "Payments": [],
        "Keys": ["CNettle", "CSecp256k1", "Crypto", "Synchronization"],
        "Chains": [
            "Payments", "Keys", "AsyncHTTPClient", "FoundationEssentials", "Logging", "Metrics",
            "Glibc", "NIO", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOFoundationCompat",
            "Synchronization",
        ],
        "Storage": [
            "Payments", "FoundationEssentials", "GRDB", "Logging", "Metrics", "Synchronization",
        ],
        "Gateway": [
            "Payments", "Keys", "Chains", "Storage", "CSodium", "AsyncAlgorithms",
            "AsyncHTTPClient", "Crypto", "FoundationEssentials", "Logging", "Metrics", "NIOCore",
            "NIOHTTP1",
            "NIOPosix",
            "ServiceLifecycle", "Synchronization", "Tracing",
        ],
        "Wire": ["Crypto"],
        "FlorinClient": [
            "Wire", "AsyncHTTPClient", "FoundationEssentials", "NIOCore", "NIOHTTP1",
            "Synchronization",
        ],
        "Web": [
            "Payments", "Gateway", "Wire", "CQREncode", "CZlib", "Crypto", "FoundationEssentials",
            "HTTPTypes", "Hummingbird", "Logging", "Mustache", "NIOCore", "Synchronization",
        ],
        "Server": [
            "Payments", "Keys", "Chains", "Storage", "Gateway", "Wire", "Web", "ArgumentParser",
            "AsyncHTTPClient", "Configuration", "Crypto", "Foundation", "FoundationEssentials",
            "Glibc", "HTTPTypes", "Hummingbird", "Logging", "Metrics", "NIOCore", "NIOHTTP1",
            "ServiceLifecycle", "Synchronization", "UnixSignals",
        ],
    ]

    /// The modules a text imports, each with its line.
    static func imports(in code: String) -> [(line: Int, module: String)] {
        statement.matches(in: code).map { ($0.line, $0.group) }
    }

    private static let statement = Pattern(
        #"^[ \t]*(?:@\w+(?:\([^)]*\))?[ \t]+)*"#
            + #"(?:(?:public|package|internal|fileprivate|private)[ \t]+)?import[ \t]+"#
            + #"(?:(?:struct|class|enum|protocol|typealias|func|let|var)[ \t]+)?(\w+)"#
    )

    /// Each target under `Sources` with the other targets there that its files import.
    static func dependencies(in repository: Repository) -> [String: Set<String>] {
        var graph: [String: Set<String>] = [:]
        for file in repository.files {
            guard let target = file.target else { continue }
            graph[target, default: []].formUnion(imports(in: file.code).map(\.module))
        }
        return graph.mapValues { $0.intersection(graph.keys) }
    }

    /// The targets that reach themselves, in alphabetical order.
    static func cycles(in graph: [String: Set<String>]) -> [String] {
        graph.keys.filter { start in
            var reached: Set<String> = []
            var ahead = Array(graph[start] ?? [])
            while let target = ahead.popLast() {
                if reached.insert(target).inserted { ahead += graph[target] ?? [] }
            }
            return reached.contains(start)
        }
        .sorted()
    }
}
