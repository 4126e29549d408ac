import Foundation
import NIOHTTP1
import Payments
import Rigs
import Testing

/// Signing in to the cabinet, over real HTTP.
@Suite(.timeLimit(.minutes(3)))
struct CabinetSignInTests {
    let florin: FlorinProcess

    init() async throws {
        florin = try await FlorinProcess.start(["--sandbox", "--json"])
    }

    private func owner() async throws -> (browser: CabinetBrowser, secret: String) {
        let link = try #require(try await florin.announcement()["cabinet"].text)
        let browser = CabinetBrowser(florin.url)
        let (secret, _) = try await browser.start(link, named: "anna")
        return (browser, secret)
    }

    /// Somebody else with a role for a merchant, without a second factor.
    private func member(
        _ role: String,
        of merchant: String,
        invitedBy owner: CabinetBrowser
    ) async throws -> CabinetBrowser {
        let page = try await owner.postOwn(
            "/cabinet/users/invite",
            ["role": role, "merchant": merchant]
        )
        let match = page.text.firstMatch(of: /class="secret">([^<]+)</)
        let link = try #require(match.map { String($0.1) }, "\(page.text)")
        let path = String(link.dropFirst(florin.url.count))
        let browser = CabinetBrowser(florin.url)
        let password = CabinetBrowser.password
        _ = try await browser.post(
            path,
            ["step": "password", "name": role, "password": password, "again": password]
        )
        let done = try await browser.post(path, ["step": "skip"])
        try #require(done.location == "/cabinet", "\(done.text)")
        return browser
    }

    private func merchant() async throws -> String {
        let made = try await florin.json("merchant", "create", "--name", "Shop")
        return try #require(made["merchant"]["id"].text)
    }

    @Test func `a stranger sees the sign-in and nothing else`() async throws {
        let stranger = CabinetBrowser(florin.url)
        let paths = ["", "/account", "/users", "/merchants", "/audit"]
        for path in paths {
            let page = try await stranger.get("/cabinet\(path)")
            #expect(page.status == 303)
            #expect(page.location?.hasPrefix("/cabinet/sign-in?to=%2Fcabinet") == true)
        }
        #expect(try await stranger.get("/cabinet/sign-in").status == 200)
        #expect(try await stranger.post("/cabinet/users/invite", [:]).location != nil)
        stranger.token = "made-up"
        #expect(try await stranger.get("/cabinet/account").status == 303)
        #expect(try await stranger.get("/cabinet/sign-in/code").status == 303)
    }

    @Test func `the first start's link makes an owner once`() async throws {
        let link = try #require(try await florin.announcement()["cabinet"].text)
        let path = String(link.dropFirst(florin.url.count))
        let browser = CabinetBrowser(florin.url)
        let password = CabinetBrowser.password
        let bad = try await browser.post(
            path,
            ["step": "password", "name": "Anna", "password": "short", "again": "short"]
        )
        #expect(bad.status == 422)
        #expect(bad.text.contains("Password: use at least 10") && bad.text.contains("\"Anna\""))
        let fields = ["step": "password", "name": "Anna", "password": password, "again": password]
        _ = try await browser.post(path, fields)
        let setup = try await browser.get(path)
        let secret = try #require(setup.secret)
        #expect(setup.text.contains("<svg") && !setup.text.contains("value=\"skip\""))
        #expect(try await browser.post(path, ["step": "skip"]).status == 409)
        let wrong = try await browser.post(path, ["step": "code", "code": "12345"])
        #expect(wrong.status == 422 && wrong.secret == secret && browser.token.isEmpty)
        let done = try await browser.post(
            path,
            ["step": "code", "code": try CabinetBrowser.code(secret)]
        )
        #expect(done.recoveryCodes.count == 10)
        let cookie = try #require(done.headers.first(name: "set-cookie"))
        #expect(cookie.contains("; Path=/cabinet; ") && cookie.contains("; HttpOnly; SameSite=Lax"))
        #expect(!cookie.contains("Secure"))
        #expect(done.headers.first(name: "cache-control") == "no-store")
        #expect(try await browser.get("/cabinet/users").text.contains("anna"))
        #expect(try await CabinetBrowser(florin.url).get(path).status == 410)
        let listed = try await florin.json("user", "list")["users"][0]
        #expect(listed["name"] == "anna" && listed["isOwner"] == true)
        #expect(listed["hasTwoFactor"] == true)
        try await florin.kill()
        try await florin.restart()
        #expect(try await florin.announcement()["cabinet"] == "")
        #expect(try await browser.get("/cabinet/account").status == 200)
    }

    @Test func `a sign-in takes the password, then a code that was not used`() async throws {
        let (first, secret) = try await owner()
        let browser = CabinetBrowser(florin.url)
        let fields = ["name": "Anna", "password": CabinetBrowser.password, "to": "/cabinet/users"]
        let asked = try await browser.post("/cabinet/sign-in", fields)
        #expect(asked.location == "/cabinet/sign-in/code?to=%2Fcabinet%2Fusers")
        let pending = browser.token
        #expect(try await browser.get("/cabinet/account").status == 303)
        let wrong = try await browser.post("/cabinet/sign-in/code", ["code": "000000"])
        #expect(wrong.status == 422 && wrong.text.contains("Code: "))
        let next = try CabinetBrowser.code(secret, later: 1)
        let opened = try await browser.post(
            "/cabinet/sign-in/code",
            ["code": next, "to": "/cabinet/users"]
        )
        #expect(opened.location == "/cabinet/users")
        #expect(browser.token != pending && browser.token.count > 40)
        let stolen = CabinetBrowser(florin.url)
        stolen.token = pending
        #expect(try await stolen.get("/cabinet/account").status == 303)
        let again = CabinetBrowser(florin.url)
        _ = try await again.post("/cabinet/sign-in", fields)
        #expect(try await again.post("/cabinet/sign-in/code", ["code": next]).status == 422)
        // Everywhere else: the one that asks stays.
        let ended = try await browser.postOwn("/cabinet/account/sessions/end", ["which": "others"])
        #expect(ended.status == 303)
        #expect(try await first.get("/cabinet/account").status == 303)
        #expect(try await browser.get("/cabinet/account").status == 200)
        let out = try await browser.postOwn("/cabinet/sign-out")
        #expect(out.headers.first(name: "set-cookie")?.contains("Max-Age=0") == true)
    }

    @Test func `whoever guesses has to wait, also after a restart`() async throws {
        _ = try await owner()
        let browser = CabinetBrowser(florin.url)
        let wrong = ["name": "anna", "password": "wrong password"]
        for _ in 0..<5 {
            let page = try await browser.post("/cabinet/sign-in", wrong)
            #expect(page.status == 422 && page.text.contains("value=\"anna\""))
            #expect(!page.text.contains("wrong password"))
        }
        try await florin.kill()
        try await florin.restart()
        let right = ["name": "anna", "password": CabinetBrowser.password]
        let page = try await browser.post("/cabinet/sign-in", right)
        let seconds = try #require(page.headers.first(name: "retry-after").flatMap { Int($0) })
        #expect(page.status == 429 && (1...30).contains(seconds))
        #expect(page.text.contains("Try again in \(seconds) second"))
    }

    @Test(arguments: [
        "//evil.example", "https://evil.example", "/\\evil.example", "/cabinet\\..\\x",
        "/cabinet//evil.example", "/cabinetevil", "/cabinet/../x", "javascript:alert(1)",
        "/cabinet/sign-out", "/cabinet/a\r\nb",
    ])
    func `a sign-in leads back to the cabinet only`(to: String) async throws {
        let merchant = try await merchant()
        let (owner, _) = try await owner()
        _ = try await member("viewer", of: merchant, invitedBy: owner)
        let fields = ["name": "viewer", "password": CabinetBrowser.password, "to": to]
        let page = try await CabinetBrowser(florin.url).post("/cabinet/sign-in", fields)
        #expect(page.status == 303 && page.location == "/cabinet")
    }

    @Test func `a form of another session or site is refused`() async throws {
        let (browser, _) = try await owner()
        let invite = "/cabinet/users/invite"
        #expect(try await browser.post(invite, ["role": "owner"]).status == 403)
        let forged = ["role": "owner", "csrf": String(repeating: "0", count: 64)]
        #expect(try await browser.post(invite, forged).status == 403)
        let csrf = try #require(try await browser.get("/cabinet/account").csrf)
        let fields = ["role": "owner", "csrf": csrf]
        let foreign = [
            ["origin": "https://evil.example"], ["origin": "null"],
            ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"],
        ]
        for headers in foreign {
            #expect(try await browser.post(invite, fields, headers: headers).status == 403)
            let signIn = ["name": "anna", "password": "x"]
            let page = try await CabinetBrowser(florin.url)
                .post("/cabinet/sign-in", signIn, headers: headers)
            #expect(page.status == 403)
        }
        let own = try await browser.post(invite, fields, headers: ["origin": florin.url])
        #expect(own.status == 200 && own.text.contains("/cabinet/start/"))
    }

    @Test func `a viewer changes nothing, and a closed account ends at once`() async throws {
        let merchant = try await merchant()
        let (owner, _) = try await owner()
        let viewer = try await member("viewer", of: merchant, invitedBy: owner)
        #expect(try await viewer.get("/cabinet/merchants").text.contains("Shop"))
        for path in ["/cabinet/users", "/cabinet/audit"] {
            #expect(try await viewer.get(path).status == 404)
        }
        for path in ["/cabinet/users/invite", "/cabinet/merchants"] {
            #expect(try await viewer.postOwn(path, ["role": "owner"]).status == 404)
        }
        let users = try await owner.get("/cabinet/users").text
        let paths = users.matches(of: /href="(\/cabinet\/users\/u_[a-z0-9]+)"/).map { String($0.1) }
        try #require(paths.count == 2)
        let kept = try await owner.postOwn(paths[0] + "/close")
        #expect(kept.status == 409 && kept.text.contains("last owner"))
        #expect(try await owner.postOwn(paths[1] + "/owner", ["owner": "yes"]).status == 409)
        let promoted = try await owner.postOwn(
            paths[1] + "/role",
            ["merchant": merchant, "role": "manager"]
        )
        #expect(promoted.status == 303)
        #expect(try await owner.postOwn(paths[1] + "/close").status == 303)
        #expect(try await viewer.get("/cabinet/account").status == 303)
        let log = try await owner.get("/cabinet/audit").text
        for line in ["account viewer", "role of viewer for Shop", "account anna", "invitation"] {
            #expect(log.contains(line))
        }
    }

    @Test func `an owner makes a merchant and sees its keys once`() async throws {
        let (owner, _) = try await owner()
        let fields = ["name": "Tea & Co", "result-url": "ftp://x"]
        let bad = try await owner.postOwn("/cabinet/merchants", fields)
        #expect(bad.status == 422 && bad.text.contains("Result URL: "))
        #expect(bad.text.contains("value=\"Tea &amp; Co\"") && bad.text.contains("ftp://x"))
        let made = try await owner.postOwn("/cabinet/merchants", ["name": "Tea & Co"])
        #expect(made.status == 200 && made.headers.first(name: "cache-control") == "no-store")
        #expect(made.text.contains("OkiPays") && made.text.contains("Private key"))
        #expect(try await owner.get("/cabinet/merchants").text.contains("Tea &amp; Co"))
        #expect(try await owner.get("/cabinet/audit").text.contains("merchant Tea &amp; Co"))
    }

    @Test func `the command line lets back in whoever lost his phone`() async throws {
        let (browser, secret) = try await owner()
        let unknown = try await florin.run("user", "link", "nobody")
        #expect(unknown.status == 65 && unknown.errors.contains("user list"))
        #expect(try await florin.run("user", "link").status == 64)
        let made = try await florin.json("user", "link", "anna", "--public-url", florin.url)
        let link = try #require(made["link"].text)
        let other = CabinetBrowser(florin.url)
        let (fresh, page) = try await other.start(link, named: "")
        #expect(fresh != secret && page.recoveryCodes.count == 10)
        #expect(try await browser.get("/cabinet/account").status == 303)
        #expect(try await other.get("/cabinet/account").text.contains("anna, owner"))
        let more = try await florin.json("user", "link", "--owner", "--public-url", florin.url)
        let second = CabinetBrowser(florin.url)
        _ = try await second.start(try #require(more["link"].text), named: "bo")
        #expect(try await second.get("/cabinet/users").text.contains("bo"))
    }

    @Test func `a password, a phone and recovery codes are changed on the account page`()
        async throws
    {
        let (browser, secret) = try await owner()
        let change = ["old": "wrong", "password": "another long one", "again": "another long one"]
        #expect(try await browser.postOwn("/cabinet/account/password", change).status == 422)
        let changed = try await browser.postOwn(
            "/cabinet/account/password",
            change.merging(["old": CabinetBrowser.password]) { $1 }
        )
        #expect(changed.location == "/cabinet/account?done=changed")
        let current = ["current": "another long one"]
        let codes = try await browser.postOwn("/cabinet/account/recovery-codes", current)
        #expect(codes.recoveryCodes.count == 10)
        let begun = try await browser.postOwn("/cabinet/account/two-factor", current)
        #expect(begun.location == "/cabinet/account/two-factor")
        let page = try await browser.get("/cabinet/account/two-factor")
        let next = try #require(page.secret)
        #expect(next != secret)
        let confirmed = try await browser.postOwn(
            "/cabinet/account/two-factor/code",
            ["code": try CabinetBrowser.code(next)]
        )
        #expect(confirmed.recoveryCodes.count == 10)
        let removed = try await browser.postOwn("/cabinet/account/two-factor/remove", current)
        #expect(removed.status == 409)
        let other = CabinetBrowser(florin.url)
        let fields = ["name": "anna", "password": "another long one"]
        _ = try await other.post("/cabinet/sign-in", fields)
        let recovery = ["code": confirmed.recoveryCodes[0]]
        #expect(try await other.post("/cabinet/sign-in/code", recovery).location == "/cabinet")
        #expect(try await other.get("/cabinet/account").text.contains("9 left"))
    }
}
