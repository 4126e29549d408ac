import GRDB
import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct CommitQueueTests {
    private struct Refusal: Error, Hashable {
        let number: Int
    }

    @Test func `of 200 writes at once every one is there`() async throws {
        let fixture = try await StoreFixture()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try await fixture.store.write { transaction in
                        try transaction.set("setting-\(number)", to: "\(number)")
                        return number
                    }
                }
            }
            var answers: Set<Int> = []
            for try await number in group { answers.insert(number) }
            #expect(answers == Set(0..<200))
        }
        let count = try fixture.raw {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM settings")
        }
        #expect(count == 200)
    }

    @Test func `a write that fails undoes itself and none of its neighbours`() async throws {
        let fixture = try await StoreFixture()
        let failed = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<100 {
                group.addTask {
                    do {
                        try await fixture.store.write { transaction in
                            try transaction.set("setting-\(number)", to: "x")
                            if number % 3 == 0 { throw Refusal(number: number) }
                        }
                        return nil
                    } catch {
                        return (error as? Refusal)?.number
                    }
                }
            }
            return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
        }
        #expect(failed == Set((0..<100).filter { $0 % 3 == 0 }))
        for number in 0..<100 {
            let stored = try await fixture.store.read { try $0.setting("setting-\(number)") }
            #expect((stored == nil) == (number % 3 == 0))
        }
    }

    @Test func `more writes than one commit takes are all made`() async throws {
        let fixture = try await StoreFixture()
        let writes = CommitQueue.batchMax * 2 + 7
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<writes {
                group.addTask {
                    try await fixture.store.write { try $0.set("\(number)", to: "x") }
                }
            }
            try await group.waitForAll()
        }
        let count = try fixture.raw {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM settings")
        }
        #expect(count == writes)
    }

    @Test func `a write may answer nothing`() async throws {
        let fixture = try await StoreFixture()
        let answer: Int? = try await fixture.store.write { _ in nil }
        #expect(answer == nil)
        let some: Int? = try await fixture.store.write { _ in 5 }
        #expect(some == 5)
    }

    @Test func `a write whose caller was cancelled is made all the same`() async throws {
        let fixture = try await StoreFixture()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await fixture.store.write { try $0.set("kept", to: "yes") }
            }
            group.cancelAll()
        }
        #expect(try await fixture.store.read { try $0.setting("kept") } == "yes")
    }

    @Test func `a rule of the schema names itself and not the values`() async throws {
        let fixture = try await StoreFixture()
        await #expect {
            try await fixture.store.write {
                try $0.add(StoreFixture.merchant(StoreFixture.merchant))
            }
        } throws: { error in
            guard case StorageError.constraint(let code)? = error as? StorageError else {
                return false
            }
            return code & 0xFF == 19
        }
    }
}
