extension Rule {
    static let prose: [Rule] = [
        .no(
            "tab or trailing space",
            #"[\t\r]| +$"#,
            in: .text,
            of: { isWritten($0) },
            sample: "script/run",
            caught: ["a\tb", "a \n", "a\r\n"],
            passed: ["a b\n"]
        ),
        .no(
            "promise instead of work",
            #"\b(?:TO"# + #"DO|FIX"# + #"ME|X"# + #"XX)\b"#,
            in: .text,
            of: { isWritten($0) },
            sample: "Sources/Web/Page.swift",
            caught: ["// TO" + "DO: more", "/* FIX" + "ME */", "// X" + "XX"],
            passed: ["// mktemp XX" + "XXXX"]
        ),
        .no(
            "path of one machine",
            #"(?<![\w.\-])(?:/(?:wo"# + #"rk|ro"# + #"ot|ho"# + #"me)/|/tmp/ba"# + #"sh)"#,
            in: .text,
            of: { _ in true },
            sample: "Docs/OPERATING.md",
            caught: [
                "see /wo" + "rk/a", "cd /ro" + "ot/b", "file:///ho" + "me/c", "(/tmp/ba" + "sh_1)",
            ],
            passed: ["https://pay.example/ho" + "me/a", "../wo" + "rk/a", "$HOME/a"]
        ),
        lineLength, markdownTitle, markdownLinks,
    ]

    /// Whether a person wrote the file; recorded answers and vectors keep the bytes they have.
    private static func isWritten(_ file: SourceFile) -> Bool {
        if file.path.contains("/Snapshots/") || file.path.contains("/Vectors/") { return false }
        return file.text.hasPrefix("#!") || ["script", ".ci"].contains(file.folder)
            || ["swift", "md", "py", "js", "css", "mustache", "html"].contains(
                file.name.split(separator: ".").last.map(String.init) ?? ""
            )
    }

    private static let columnsMax = 100

    private static let lineLength = Rule(
        name: "a line of Swift has at most 100 columns",
        check: { file, _ in
            guard file.isSwift else { return [] }
            return file.lines.enumerated().compactMap { number, line in
                line.utf8.count > columnsMax && line.count > columnsMax
                    ? file.offence(number + 1, "\(line.count) columns") : nil
            }
        },
        caught: [SourceFile("Package.swift", "a\n" + String(repeating: "a", count: 101))],
        passed: [
            SourceFile("Package.swift", String(repeating: "a", count: 100)),
            SourceFile("Package.swift", String(repeating: "é", count: 100)),
            SourceFile("README.md", "# A\n" + String(repeating: "a", count: 101)),
        ]
    )

    private static let markdownTitle = Rule(
        name: "a page begins with its title",
        check: { file, _ in
            guard file.isMarkdown, !file.text.hasPrefix("# ") else { return [] }
            return [file.offence(1, "does not begin with a title")]
        },
        caught: [SourceFile("README.md", "Florin\n"), SourceFile("README.md", "\n# Florin\n")],
        passed: [SourceFile("README.md", "# Florin\n")]
    )

    private static let link = Pattern(#"\]\(<?([^)\s>]+)>?(?:[ \t]+"[^"]*")?\)"#)

    private static let markdownLinks = Rule(
        name: "a link between pages leads somewhere",
        check: { file, repository in
            guard file.isMarkdown else { return [] }
            return link.matches(in: withoutCode(file.text)).compactMap { match in
                let target = match.group.prefix { $0 != "#" && $0 != "?" }
                guard !target.isEmpty, !target.contains(":") else { return nil }
                let path = resolved(String(target), from: file.folder)
                guard let path, path.isEmpty || repository.paths.contains(path) else {
                    return file.offence(match.line, "nothing is at \(target)")
                }
                return nil
            }
        },
        caught: [
            SourceFile("Docs/a.md", "# A\n[b](missing.md)"),
            SourceFile("Docs/a.md", "# A\n[b](../../a.md)"),
            SourceFile("README.md", "# A\n![b](Docs/missing.svg \"b\")"),
            SourceFile("README.md", "# A\n[b](missing.md#part)"),
        ],
        passed: [
            SourceFile("Docs/a.md", "# A\n[b](a.md#part) [c](#part) [d](../Docs/a.md)"),
            SourceFile("README.md", "# A\n[b](https://example.org/a) [c](mailto:a@example.org)"),
            SourceFile("README.md", "# A\n```\n[b](missing.md)\n```\n`[b](missing.md)`"),
        ]
    )

    /// A page without its code blocks and spans; lines stay lines.
    private static func withoutCode(_ text: String) -> String {
        var isCode = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isCode.toggle()
                return ""
            }
            return isCode ? "" : String(line.replacing(/`[^`]*`/, with: ""))
        }
        .joined(separator: "\n")
    }

    /// A relative path from the root; nil where it leads out of the repository.
    private static func resolved(_ target: String, from folder: String) -> String? {
        var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for part in target.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }
}
