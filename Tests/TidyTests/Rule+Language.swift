extension Rule {
    static let language: [Rule] = [
        .no(
            "forced try or cast",
            #"\b(?:try|as)!"#,
            of: { $0.target != nil },
            sample: "Sources/Web/Page.swift",
            caught: ["let a = try! f()", "let a = b as! C", #"let a = "\(try! f())""#],
            passed: ["let a = try? f()", "let a = b as? C", "// try! this", #"let a = "as!""#]
        ),
        .no(
            "force unwrap",
            #"(?<!\btry)(?<!\bas)(?<=[\w)\]}"`])!(?!=)"#,
            of: { $0.target != nil },
            sample: "Sources/Web/Page.swift",
            caught: ["f(a!)", "a[0]!.b", "f()!", "var a: Int!", #"let b = Int("1")!"#],
            passed: ["if !a {}", "a != b", "f(!a)", "a!=b", "guard a, !b else {}", "a !== b"]
        ),
        .no(
            "fatalError",
            #"\bfatalError\s*\("#,
            of: { $0.target != nil },
            sample: "Sources/Web/Page.swift",
            caught: ["fatalError()", #"default: fatalError("x")"#],
            passed: [#"preconditionFailure("x")"#]
        ),
        .no(
            "print below Server",
            #"(?<![.\w])(?<!func )(?:print|debugPrint|dump)\("#,
            of: { $0.target != nil && $0.target != "Server" },
            sample: "Sources/Web/Page.swift",
            caught: ["print(a)", "    debugPrint(a)", "if a { dump(a) }"],
            passed: ["DecimalText.print(a)", "static func print(a: Int)", "sprint(a)"]
        ),
        .no(
            "unstructured task",
            #"\bTask(?:<[^>]*>)?\s*(?:\([^)]*\)\s*)?\{|\bTask\.(?:detached|immediate|init)\b"#,
            of: { $0.target != nil },
            sample: "Sources/Gateway/Courier.swift",
            caught: [
                "Task { await f() }", "Task(priority: .low) { f() }", "Task.detached { f() }",
                "let task = Task<Void, Never> { f() }",
            ],
            passed: ["struct CourierTask {", "group.addTask { f() }", "Task.isCancelled"]
        ),
        .no(
            "dispatch queue or blocked thread",
            #"\b(?:DispatchQueue|DispatchSemaphore|usleep)\b|\bThread\.sleep\b"#
                + #"|(?<![.\w])(?<!func )(?:nano)?sleep\s*\("#,
            of: { $0.target != nil },
            sample: "Sources/Gateway/Courier.swift",
            caught: [
                "DispatchQueue.global()", "Thread.sleep(forTimeInterval: 1)", "usleep(5)",
                "sleep(5)",
            ],
            passed: ["try await clock.sleep(until: deadline)"]
        ),
        .no(
            "floating point where money is",
            #"\b(?:Double|Float(?:16|32|64|80)?|Decimal|NSDecimalNumber|CGFloat)\b"#,
            of: { $0.target == "Payments" || $0.target == "Storage" },
            sample: "Sources/Payments/Money/Amount.swift",
            caught: ["let a: Double = 0", "f(Decimal(a))", "var a: [Float]"],
            passed: ["DecimalText(a)", "// never a Double", "case decimal"]
        ),
        .no(
            "waiting for time to pass in a test",
            #"\b(?:Task|Thread)\.sleep\b|\busleep\b|Clock\(\)\.sleep"#
                + #"|(?<![.\w])(?<!func )(?:nano)?sleep\s*\("#,
            of: {
                $0.isSwift && $0.path.hasPrefix("Tests/") && !$0.path.hasPrefix("Tests/Rigs/")
            },
            sample: "Tests/WebTests/PageTests.swift",
            caught: [
                "try await Task.sleep(for: .seconds(1))", "sleep(1)", "usleep(1)",
                "try await ContinuousClock().sleep(for: a)",
            ],
            passed: ["func sleep(until: Instant)", "try await clock.sleep(until: a)"]
        ),
        publicDeclarations, uncheckedConcurrency, documentedDeclarations,
    ]

    /// The library for shops; what it makes public cannot be renamed as we like.
    private static let libraryTarget = "FlorinClient"

    private static let publicDeclarations = Rule(
        name: "no public declaration outside the library for shops",
        check: { file, _ in
            guard file.isSwift, file.target != libraryTarget else { return [] }
            return Pattern(
                #"(?<![.\w])(?:public|open)(?:\(set\))?\s+(?:[a-z]+(?:\(set\))?\s+)*"#
                    + #"(?:func|var|let|struct|class|enum|actor|protocol|extension|init|typealias"#
                    + #"|import|subscript|macro)\b"#
            )
            .matches(in: file.code)
            .map { file.offence($0.line, "public declaration: \($0.text)") }
        },
        caught: [
            "public struct Page {}", "public import Payments", "    public init() {}",
            "public static func page()", "open class Page {}", "public private(set) var a = 1",
        ]
        .map { SourceFile("Sources/Web/Page.swift", $0) } + [
            SourceFile("Sources/Wire/Page.swift", "public struct Page {}"),
            SourceFile("Tests/FlorinClientTests/PageTests.swift", "public struct PageTests {}"),
        ],
        passed: ["case public", "log(.public, text)", "// public struct Page"]
            .map { SourceFile("Sources/Web/Page.swift", $0) } + [
                SourceFile("Sources/FlorinClient/Page.swift", "public struct Page {}"),
                SourceFile("Sources/FlorinClient/Page.swift", "public import NIOCore"),
            ]
    )

    /// The files that vouch for their own thread safety, each with what makes it true.
    static let vouched: [String: String] = [
        "Sources/Keys/Curve/CurveContext.swift":
            "the library's context is only read after it was made, which it documents as safe"
    ]

    private static let uncheckedConcurrency = Rule(
        name: "no unchecked concurrency outside the files that vouch for it",
        check: { file, _ in
            guard file.target != nil, vouched[file.path] == nil else { return [] }
            return Pattern(#"@unchecked\s+Sendable|nonisolated\(unsafe\)"#).matches(in: file.code)
                .map { file.offence($0.line, "\($0.text) without a reason in TidyTests") }
        },
        caught: [
            SourceFile("Sources/Web/Page.swift", "final class Page: @unchecked Sendable {}"),
            SourceFile("Sources/Web/Page.swift", "nonisolated(unsafe) var page = 1"),
        ],
        passed: [
            SourceFile("Sources/Web/Page.swift", "// never @unchecked Sendable"),
            SourceFile(
                "Sources/Keys/Curve/CurveContext.swift",
                "struct CurveContext: @unchecked Sendable {}"
            ),
        ]
    )

    private static let declaration = Pattern(
        #"^[ \t]*(?:(?:@\w+(?:\([^)\n]*\))?|[a-z]+(?:\([a-z]+\))?)[ \t]+)*?"#
            + #"(?:package|public)[ \t]+"#
            + #"(?!import\b|extension\b)[a-z@][^\n]*"#
    )

    /// What a well-known protocol already documents.
    private static let witness = Pattern(
        #"(?:package|public) (?:static func (?:[^\w\s(`]+)\s*[(<]|"#
            + #"var (?:description|debugDescription)\b|"#
            + #"init\(from |func encode\(to |func hash\(into )"#
    )

    private static let documentedDeclarations = Rule(
        name: "a declaration for other targets has a documentation comment",
        check: { file, repository in
            guard file.target != nil else { return [] }
            let lines = file.lines.map { $0.drop { $0 == " " || $0 == "\t" } }
            return declaration.matches(in: file.code).compactMap { match in
                guard witness.matches(in: match.text).isEmpty,
                    !repository.protocols.ask(for: match.text, in: file)
                else { return nil }
                var above = match.line - 2
                while above >= 0, lines[above].hasPrefix("@") { above -= 1 }
                guard above < 0 || !lines[above].hasPrefix("///") else { return nil }
                return file.offence(match.line, "no /// above: \(match.text)")
            }
        },
        caught: [
            "package struct Page {}", "    package let a: Int", "/// A.\n\npackage func f() {}",
            "// A.\npackage init() {}", "@inlinable\npackage func f() {}",
            "@discardableResult package func f() {}", "package static func zero() {}",
            "final package class Page {}", "package init(from: Int) {}",
            "protocol A {\n    var b: Int { get }\n}\nstruct C: A {\n    package let d = 1\n}",
            "protocol A {\n    var b: Int { get }\n}\nstruct C: AB {\n    package let b = 1\n}",
            "public struct Page {}", "/// A.\n\npublic func f() {}", "  public init(from: Int) {}",
        ]
        .map { SourceFile("Sources/Web/Page.swift", $0) },
        passed: [
            "/// A.\npackage struct Page {}", "/// A.\n@inlinable\npackage func f() {}",
            "package import Payments", "package static func < (left: A, right: A) -> Bool {}",
            "package var description: String { text }", "package init(from decoder: any D) {}",
            "package func encode(to encoder: any E) {}", "let package = 1", "f(package: a)",
            "protocol A {\n    var b: Int { get }\n}\nstruct C: A {\n    package let b = 1\n}",
            "/// A.\npublic struct Page {}", "public import NIOCore",
        ]
        .map { SourceFile("Sources/Web/Page.swift", $0) }
    )
}
