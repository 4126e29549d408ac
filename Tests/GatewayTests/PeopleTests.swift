import Gateway
import Payments
import Storage
import Testing

/// Links, accounts, second factors, recovery codes and throttles, by a clock moved by hand.
@Suite(.timeLimit(.minutes(2)))
struct PeopleTests {
    private static let password = SecretText("correct horse battery")
    private static let visit = Visit(address: "203.0.113.7", agent: "test")
    private static let operatorActor = Actor.operatorNamed("root")

    let fixture: GatewayFixture
    let people: PeopleDesk

    init() async throws {
        fixture = try await GatewayFixture()
        people = PeopleDesk(fixture.gateway)
    }

    private func code(_ secret: SecretText, later steps: Int64 = 0) throws -> String {
        let bytes = try #require(Base32.decoded(secret.revealed()))
        return TimeCode.code(secret: bytes, step: TimeCode.step(at: fixture.clock.now) + steps)
    }

    /// Goes through a link with a second factor.
    private func start(
        _ link: FreshLink,
        named name: String = "anna"
    ) async throws -> (started: Started, secret: SecretText) {
        try await people.give(
            name: name,
            password: Self.password,
            again: Self.password,
            to: link.token
        )
        let secret = try #require(try await people.offer(of: link.token)?.secret)
        let started = try await people.finish(link.token, code: code(secret), from: Self.visit)
        return (started, secret)
    }

    private func owner(named name: String = "anna") async throws -> (Started, SecretText) {
        try await start(people.invite(as: .owner, by: Self.operatorActor), named: name)
    }

    private func signedIn(_ started: Started) async throws -> SignedIn {
        try #require(try await people.signedIn(with: started.session.token))
    }

    @Test func `the first owner's link works once and not beside an owner`() async throws {
        let old = try #require(try await people.firstOwnerLink())
        let new = try #require(try await people.firstOwnerLink())
        #expect(try await people.offer(of: old.token) == nil)
        let (started, _) = try await start(new)
        let user = try await signedIn(started).user
        #expect(user.isOwner && user.name == "anna")
        #expect(started.recoveryCodes.count == 10)
        #expect(try await people.offer(of: new.token) == nil)
        #expect(try await people.firstOwnerLink() == nil)
        await #expect(throws: AccountFault.linkGone) { try await start(new) }
    }

    @Test func `a link ends after a day`() async throws {
        let link = try #require(try await people.firstOwnerLink())
        fixture.clock.advance(bySeconds: PeopleDesk.linkSecondsMax - 1)
        #expect(try await people.offer(of: link.token) != nil)
        fixture.clock.advance(bySeconds: 1)
        #expect(try await people.offer(of: link.token) == nil)
    }

    @Test func `an owner cannot leave the second factor out and others can`() async throws {
        let (merchant, _) = try await fixture.merchants.create(
            name: "Shop",
            resultURL: nil,
            by: .florin
        )
        for invitation in [Invitation.owner, .member(.viewer, merchant.id)] {
            let link = try await people.invite(as: invitation, by: Self.operatorActor)
            try await people.give(
                name: "bo",
                password: Self.password,
                again: Self.password,
                to: link.token
            )
            if invitation == .owner {
                await #expect(throws: AccountFault.noSecondFactor) {
                    try await people.finish(link.token, code: nil, from: Self.visit)
                }
            } else {
                let started = try await people.finish(link.token, code: nil, from: Self.visit)
                let user = try await signedIn(started).user
                #expect(started.recoveryCodes.isEmpty)
                #expect(user.role(for: merchant.id) == .viewer && !user.isOwner)
            }
        }
    }

    @Test(arguments: [
        ("anna", "short", "short", AccountFault.passwordShort),
        ("anna-anna-anna", "Anna-Anna-Anna", "Anna-Anna-Anna", .passwordWeak),
        ("anna", "aaaaaaaaaaaa", "aaaaaaaaaaaa", .passwordWeak),
        ("anna", "correct horse", "correct house", .passwordsDiffer),
        ("an na", "correct horse", "correct horse", .nameFormat),
        ("", "correct horse", "correct horse", .nameFormat),
        ("anna", String(repeating: "ab", count: 129), "x", .passwordLong),
    ])
    func `what would be guessed is refused`(
        name: String,
        password: String,
        again: String,
        fault: AccountFault
    ) async throws {
        let link = try #require(try await people.firstOwnerLink())
        await #expect(throws: fault) {
            try await people.give(
                name: name,
                password: SecretText(password),
                again: SecretText(again),
                to: link.token
            )
        }
    }

    @Test func `a code is taken once, also by two requests at the same time`() async throws {
        let (_, secret) = try await owner()
        fixture.clock.advance(bySeconds: TimeCode.stepSeconds)
        let typed = try code(secret)
        let pending = try await [people.pending(), people.pending()]
        let results = await withTaskGroup(of: Bool.self) { group in
            for session in pending {
                group.addTask { [people] in
                    let opened = try? await people.giveCode(
                        typed,
                        with: session.token,
                        from: Self.visit
                    )
                    return opened != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results == 1)
    }

    @Test func `a recovery code works once and only for its owner`() async throws {
        let (started, _) = try await owner()
        let (other, _) = try await owner(named: "bo")
        let typed = started.recoveryCodes[3].revealed().uppercased()
        await #expect(throws: AccountFault.wrongCode) {
            let code = other.recoveryCodes[0].revealed()
            return try await people.giveCode(
                code,
                with: people.pending().token,
                from: Self.visit
            )
        }
        let opened = try await people.giveCode(
            typed,
            with: people.pending().token,
            from: Self.visit
        )
        #expect(try await people.signedIn(with: opened.token)?.user.name == "anna")
        await #expect(throws: AccountFault.wrongCode) {
            try await people.giveCode(typed, with: people.pending().token, from: Self.visit)
        }
    }

    @Test func `five wrong passwords make a name at one address wait`() async throws {
        let (_, _) = try await owner()
        let wrong = SecretText("wrong")
        for _ in 0..<5 {
            await #expect(throws: AccountFault.wrongPassword) {
                try await people.signIn(name: "Anna ", password: wrong, from: Self.visit)
            }
        }
        await #expect(throws: AccountFault.wait(seconds: 30)) {
            try await people.signIn(name: "anna", password: Self.password, from: Self.visit)
        }
        // The owner elsewhere is not locked out.
        let elsewhere = Visit(address: "198.51.100.4", agent: "test")
        _ = try await people.signIn(name: "anna", password: Self.password, from: elsewhere)
        fixture.clock.advance(bySeconds: 30)
        await #expect(throws: AccountFault.wrongPassword) {
            try await people.signIn(name: "anna", password: wrong, from: Self.visit)
        }
        await #expect(throws: AccountFault.wait(seconds: 60)) {
            try await people.signIn(name: "anna", password: Self.password, from: Self.visit)
        }
    }

    @Test func `a right password does not make guessing codes free`() async throws {
        let (_, _) = try await owner()
        for _ in 0..<5 {
            await #expect(throws: AccountFault.wrongCode) {
                try await people.giveCode(
                    "000000",
                    with: people.pending().token,
                    from: Self.visit
                )
            }
        }
        await #expect(throws: AccountFault.wait(seconds: 30)) { try await people.pending() }
    }

    @Test func `many wrong passwords at the same time are counted each`() async throws {
        let (_, _) = try await owner()
        let tried = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask { [people] in
                    do {
                        _ = try await people.signIn(
                            name: "anna",
                            password: SecretText("wrong"),
                            from: Self.visit
                        )
                        return true
                    } catch {
                        return (error as? AccountFault) == .wrongPassword
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(tried == 5)
    }

    @Test func `a session ends when it idles and after a week`() async throws {
        let (started, _) = try await owner()
        for _ in 0..<20 {
            fixture.clock.advance(bySeconds: PeopleDesk.idleSecondsMax - 3_600)
            if try await people.signedIn(with: started.session.token) == nil { break }
        }
        let age = fixture.clock.now.seconds - GatewayFixture.start.seconds
        #expect(age >= PeopleDesk.sessionSecondsMax)
        #expect(age < PeopleDesk.sessionSecondsMax + PeopleDesk.idleSecondsMax)
        let (idle, _) = try await owner(named: "bo")
        fixture.clock.advance(bySeconds: PeopleDesk.idleSecondsMax)
        #expect(try await people.signedIn(with: idle.session.token) == nil)
    }

    @Test func `the last owner stays`() async throws {
        let first = try await signedIn(owner().0).user
        await #expect(throws: AccountFault.lastOwner) {
            try await people.close(first.id, by: Self.operatorActor)
        }
        await #expect(throws: AccountFault.lastOwner) {
            try await people.setOwner(false, of: first.id, by: Self.operatorActor)
        }
        let (second, _) = try await owner(named: "bo")
        try await people.close(first.id, by: Self.operatorActor)
        let left = try await people.accounts().map(\.user.name)
        #expect(left == ["bo"])
        let bo = try await signedIn(second).user
        await #expect(throws: AccountFault.lastOwner) {
            try await people.close(bo.id, by: Self.operatorActor)
        }
    }

    @Test func `a lost phone's link ends the sessions and the old codes`() async throws {
        let (started, old) = try await owner()
        let user = try await signedIn(started).user
        let link = try await people.resetLink(for: user.id, by: Self.operatorActor)
        #expect(try await people.offer(of: link.token)?.name == "anna")
        fixture.clock.advance(bySeconds: 120)
        let (again, new) = try await start(link, named: "ignored")
        #expect(try await people.signedIn(with: started.session.token) == nil)
        #expect(try await signedIn(again).user.id == user.id)
        #expect(old.revealed() != new.revealed())
        fixture.clock.advance(bySeconds: 120)
        let pending = try await people.pending()
        await #expect(throws: AccountFault.wrongCode) {
            try await people.giveCode(code(old), with: pending.token, from: Self.visit)
        }
        await #expect(throws: AccountFault.wrongCode) {
            let lost = started.recoveryCodes[0].revealed()
            return try await people.giveCode(lost, with: pending.token, from: Self.visit)
        }
        _ = try await people.giveCode(code(new), with: pending.token, from: Self.visit)
    }

    @Test func `what is done about people stands in the log and holds no secret`() async throws {
        let (started, secret) = try await owner()
        let me = try await signedIn(started)
        try await people.changePassword(
            of: me,
            old: Self.password,
            new: SecretText("another long one"),
            again: SecretText("another long one"),
            from: Self.visit
        )
        try await people.signOutEverywhere(me, keepingThis: false)
        #expect(try await people.signedIn(with: started.session.token) == nil)
        let entries = try await people.changes(before: nil, limit: 20).map(\.entry)
        #expect(
            entries.map(\.subject) == [
                "sessions of anna", "password of anna", "sign-in of anna", "account anna",
                "invitation",
            ]
        )
        #expect(entries.map(\.actor) == ["anna", "anna", "anna", "anna", "root (command line)"])
        for entry in entries {
            let text = "\(entry)"
            #expect(!text.contains("another long one") && !text.contains(secret.revealed()))
        }
    }
}

extension PeopleDesk {
    /// A sign-in that waits for its code.
    fileprivate func pending() async throws -> FreshSession {
        try await signIn(
            name: "anna",
            password: SecretText("correct horse battery"),
            from: Visit(address: "203.0.113.7", agent: "test")
        )
    }
}
