import Testing

@Suite struct TidyTests {
    @Test(arguments: Rule.all)
    func `the repository keeps every rule`(rule: Rule) throws {
        let offences = rule.offences(in: try Repository.own.get())
        #expect(offences.isEmpty, "\(rule.name):\(offences.report)")
    }

    @Test func `the repository's files are really found`() throws {
        let repository = try Repository.own.get()
        let targets = Set(repository.files.compactMap(\.target))
        #expect(targets == Set(ImportTable.allowed.keys))
        #expect(repository.paths.contains("script/run"))
        #expect(repository.files.contains { $0.path == "Tests/TidyTests/TidyTests.swift" })
    }

    @Test func `no target depends on itself through others`() throws {
        let graph = ImportTable.dependencies(in: try Repository.own.get())
        #expect(ImportTable.cycles(in: graph) == [])
    }

    @Test(arguments: Rule.vouched.keys.sorted())
    func `a file that vouches for its thread safety still has to`(path: String) throws {
        let file = try #require(try Repository.own.get().files.first { $0.path == path })
        #expect(file.code.contains("@unchecked") || file.code.contains("nonisolated(unsafe)"))
    }
}
