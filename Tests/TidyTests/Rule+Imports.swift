extension Rule {
    static let imports: [Rule] = [
        Rule(
            name: "a target imports only what the table allows it",
            check: { file, _ in
                guard let target = file.target else { return [] }
                guard let allowed = ImportTable.allowed[target] else {
                    return [file.offence(1, "target \(target) is not in the import table")]
                }
                return ImportTable.imports(in: file.code).compactMap { line, module in
                    allowed.contains(module)
                        ? nil : file.offence(line, "\(target) may not import \(module)")
                }
            },
            caught: [
                SourceFile("Sources/Payments/Amount.swift", "import FoundationEssentials"),
                SourceFile("Sources/Payments/Amount.swift", "import Synchronization"),
                SourceFile("Sources/Keys/Hashes/Keccak256.swift", "import Payments"),
                SourceFile("Sources/Chains/Source.swift", "package import Storage"),
                SourceFile("Sources/Storage/Vault.swift", "  private import struct Keys.Base58"),
                SourceFile("Sources/Storage/Vault.swift", "import CPostgres"),
                SourceFile("Sources/Gateway/Desk.swift", "import GRDB"),
                SourceFile("Sources/Gateway/Desk.swift", "import Hummingbird"),
                SourceFile("Sources/Web/Page.swift", "@preconcurrency import Storage"),
                SourceFile("Sources/Web/Page.swift", "@_spi(X) internal import Foundation"),
                SourceFile("Sources/Server/main.swift", "import GRDB"),
                SourceFile("Sources/CPostgres/Connection.swift", ""),
            ],
            passed: [
                SourceFile("Sources/Payments/Amount.swift", "// import Foundation\nlet a = 1"),
                SourceFile("Sources/Chains/Node.swift", "package import Payments\nimport NIOCore"),
                SourceFile("Sources/Web/Page.swift", "import CQREncode\nlet a = \"import Keys\""),
                SourceFile("Tests/WebTests/PageTests.swift", "import Storage"),
            ]
        )
    ]
}
