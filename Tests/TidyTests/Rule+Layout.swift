extension Rule {
    static let layout: [Rule] = [
        namesWithoutNoun, fileLength, fileNamedAfterItsType, scripts,
    ]

    private static let emptyNames: Set<String> = [
        "Core", "Common", "Utils", "Util", "Utilities", "Helpers", "Helper", "Extensions", "Misc",
    ]

    private static let namesWithoutNoun = Rule(
        name: "no file or folder has a name that says nothing",
        check: { file, _ in
            file.path.split(whereSeparator: { $0 == "/" || $0 == "+" || $0 == "." })
                .filter { emptyNames.contains(String($0)) }
                .map { file.offence(1, "\($0) is not a noun of the domain") }
        },
        caught: [
            SourceFile("Sources/Web/Helpers/Page.swift", ""),
            SourceFile("Sources/Core/Amount.swift", ""),
            SourceFile("Tests/WebTests/Utils.swift", ""),
            SourceFile("Sources/Web/Page+Extensions.swift", ""),
            SourceFile("Docs/Common/a.md", "# A\n"),
        ],
        passed: [SourceFile("Sources/Web/Pages/CoreLightning.swift", "")]
    )

    private static let linesMax = 400

    private static let fileLength = Rule(
        name: "a source file has at most 400 lines",
        check: { file, _ in
            guard file.target != nil else { return [] }
            let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
            return count > linesMax ? [file.offence(count, "\(count) lines")] : []
        },
        caught: [
            SourceFile("Sources/Web/Page.swift", String(repeating: "//\n", count: 401))
        ],
        passed: [
            SourceFile("Sources/Web/Page.swift", String(repeating: "//\n", count: 400)),
            SourceFile("Tests/WebTests/Page.swift", String(repeating: "//\n", count: 401)),
        ]
    )

    private static let fileNamedAfterItsType = Rule(
        name: "a source file declares or extends the type it is named after",
        check: { file, _ in
            guard file.target != nil, file.name != "main.swift" else { return [] }
            let declaration = Pattern(
                #"\b(?:struct|class|enum|actor|protocol|extension|typealias)\s+(?:\w+\.)*"#
                    + file.subject + #"\b"#
            )
            guard declaration.matches(in: file.code).isEmpty else { return [] }
            return [file.offence(1, "nothing here is called \(file.subject)")]
        },
        caught: [
            SourceFile("Sources/Web/Page.swift", "struct Pages {}"),
            SourceFile("Sources/Web/Page.swift", "// struct Page"),
            SourceFile("Sources/Web/Page+Text.swift", "extension Text {}"),
        ],
        passed: [
            SourceFile("Sources/Web/Page.swift", "package final class Page {}"),
            SourceFile("Sources/Web/Page+Text.swift", "extension Page: Text {}"),
            SourceFile("Sources/Web/Style.swift", "extension Page.Style {}"),
            SourceFile("Sources/Server/main.swift", "run()"),
        ]
    )

    private static let scripts = Rule(
        name: "a script is executable and names its interpreter",
        check: { file, _ in
            let isScript = ["script", ".ci"].contains(file.folder)
            let namesInterpreter = file.text.hasPrefix("#!")
            if isScript, !namesInterpreter {
                return [file.offence(1, "the first line does not name an interpreter")]
            }
            guard namesInterpreter, !file.isExecutable else { return [] }
            return [file.offence(1, "names an interpreter but is not executable")]
        },
        caught: [
            SourceFile("script/run", "#!/bin/sh\n", isExecutable: false),
            SourceFile(".ci/run", "echo\n", isExecutable: true),
            SourceFile("Examples/shop.py", "#!/usr/bin/env python3\n", isExecutable: false),
        ],
        passed: [
            SourceFile("script/run", "#!/bin/sh\n", isExecutable: true),
            SourceFile("README.md", "# Florin\n"),
        ]
    )
}
