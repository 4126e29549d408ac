import Testing

@Suite struct RuleTests {
    @Test(arguments: Rule.all)
    func `a rule catches each sample that breaks it`(rule: Rule) {
        #expect(!rule.caught.isEmpty, "a rule without a bad sample proves nothing")
        for sample in rule.caught {
            let offences = rule.check(sample, Repository(files: [sample]))
            #expect(!offences.isEmpty, "not caught by '\(rule.name)': \(sample.text)")
        }
    }

    @Test(arguments: Rule.all)
    func `a rule lets each good sample pass`(rule: Rule) {
        for sample in rule.passed {
            let offences = rule.check(sample, Repository(files: [sample], paths: ["Docs"]))
            #expect(offences.isEmpty, "caught by '\(rule.name)': \(sample.text)\(offences.report)")
        }
    }

    @Test func `an offence names file, line and reason`() throws {
        let sample = SourceFile("Sources/Web/Page.swift", "import Payments\n\nimport Storage\n")
        let offences = Rule.imports.flatMap { $0.check(sample, Repository(files: [sample])) }
        #expect(
            offences.map(\.description)
                == ["Sources/Web/Page.swift:3 Web may not import Storage"]
        )
    }

    @Test func `targets that import each other in a ring are found`() {
        let ring = ["A": ["B"], "B": ["C"], "C": ["A"], "D": ["A"]] as [String: Set<String>]
        #expect(ImportTable.cycles(in: ring) == ["A", "B", "C"])
        #expect(ImportTable.cycles(in: ["A": ["B", "C"], "B": ["C"], "C": []]) == [])
    }

    @Test func `dependencies are read from the import statements`() {
        let repository = Repository(files: [
            SourceFile("Sources/A/One.swift", "import B\nimport Logging"),
            SourceFile("Sources/A/Two.swift", "package import C"),
            SourceFile("Sources/B/One.swift", "// import A"),
            SourceFile("Sources/C/One.swift", ""),
        ])
        let expected = ["A": ["B", "C"], "B": [], "C": []] as [String: Set<String>]
        #expect(ImportTable.dependencies(in: repository) == expected)
    }
}
