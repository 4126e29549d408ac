// swift-tools-version:6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nio = product(name: "NIOCore", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let serviceLifecycle = product(
        name: "ServiceLifecycle",
        package: "swift-service-lifecycle"
    )
}

let package = Package(
    name: "florin",
    products: [
        .executable(name: "florin", targets: ["Server"]),
        .library(name: "FlorinClient", targets: ["FlorinClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CSecp256k1",
            pkgConfig: "libsecp256k1",
            providers: [.apt(["libsecp256k1-dev"])]
        ),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        .systemLibrary(
            name: "CQREncode",
            pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]
        ),
        .systemLibrary(
            name: "CSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .target(name: "Payments", swiftSettings: settings),
        .target(
            name: "Keys",
            dependencies: ["CSecp256k1", "CNettle", .crypto],
            swiftSettings: settings
        ),
        .target(
            name: "Chains",
            dependencies: [
                "Payments", "Keys", .asyncHTTPClient, .logging, .metrics, .nio, .nioHTTP1,
            ],
            resources: [.embedInCode("Catalogue/catalogue.json")],
            swiftSettings: settings
        ),
        .target(
            name: "Storage",
            dependencies: ["Payments", .grdb, .logging, .metrics],
            swiftSettings: settings
        ),
        .target(
            name: "Gateway",
            dependencies: [
                "Payments", "Keys", "Chains", "Storage", "CSodium", .asyncHTTPClient, .crypto,
                .logging, .metrics, .nio, .nioHTTP1, .nioPosix, .serviceLifecycle,
            ],
            swiftSettings: settings
        ),
        .target(name: "Wire", dependencies: [.crypto], swiftSettings: settings),
        .target(
            name: "FlorinClient",
            dependencies: ["Wire", .asyncHTTPClient, .nio, .nioHTTP1],
            swiftSettings: settings
        ),
        .target(
            name: "Web",
            dependencies: [
                "Payments", "Gateway", "Wire", "CQREncode", "CZlib", .crypto, .httpTypes,
                .hummingbird, .logging, .mustache, .nio,
            ],
            resources: [
                .embedInCode("Pages"), .embedInCode("Languages"),
                .embedInCode("OpenAPI/openapi.json"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Server",
            dependencies: [
                "Payments", "Keys", "Chains", "Storage", "Gateway", "Wire", "Web", .argumentParser,
                .asyncHTTPClient, .configuration, .crypto, .hummingbird, .httpTypes, .logging, .nio,
                .nioHTTP1,
                .serviceLifecycle,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "florin-benchmarks",
            dependencies: [
                "Payments", "Keys", "Chains", "Storage", "Gateway", "Web", "CSecp256k1",
                .asyncHTTPClient, .crypto, .grdb, .hummingbird, .nio, .nioHTTP1, .nioPosix,
                .logging,
            ],
            path: "Benchmarks",
            swiftSettings: settings
        ),

        .target(
            name: "Rigs",
            dependencies: [.asyncHTTPClient, .crypto, .nio, .nioPosix, .nioHTTP1],
            path: "Tests/Rigs",
            swiftSettings: settings
        ),
        .testTarget(name: "PaymentsTests", dependencies: ["Payments"], swiftSettings: settings),
        .testTarget(
            name: "KeysTests",
            dependencies: ["Keys", .crypto],
            exclude: ["Vectors"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChainsTests",
            dependencies: [
                "Chains", "Payments", "Keys", "Rigs", .asyncHTTPClient, .logging, .nio, .nioPosix,
                .nioHTTP1,
            ],
            exclude: ["Blocks", "Rates", "Tron"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "Payments", .grdb],
            exclude: ["Snapshots"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "Payments", "Keys", "Chains", "Storage", "Rigs", .asyncHTTPClient,
                .crypto, .logging, .nio, .nioPosix, .nioHTTP1,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WireTests",
            dependencies: ["Wire", .crypto],
            exclude: ["Vectors"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FlorinClientTests",
            dependencies: ["FlorinClient", "Wire", "Rigs", .nio, .nioPosix],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Wire", "Payments", "Keys", "Gateway", "Storage", "Chains", .crypto,
                .httpTypes, .hummingbird, .logging,
            ],
            exclude: ["Snapshots"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "Web", "Gateway", "Storage", "Chains", "Keys", "Payments",
                "FlorinClient", "Rigs", .asyncHTTPClient, .crypto, .logging, .nio, .nioPosix,
                .nioHTTP1,
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
