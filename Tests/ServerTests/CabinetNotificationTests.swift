import FlorinClient
import Foundation
import Payments
import Rigs
import Testing

/// The pieces of the cabinet's page in Swift, compiled here.
private enum SwiftPieces {
    static func isGenuine(okipays body: [UInt8], sign: String?, secret: String) -> Bool {
        switch WebhookVerifier(secret: secret).okiPays(body, sign: sign) {
        case .genuine: true
        case .refused: false
        }
    }

    static func isGenuine(onchainpay body: [UInt8], signature: String?, secret: String) -> Bool {
        switch WebhookVerifier(secret: secret).onchainPay(body, signature: signature) {
        case .genuine: true
        case .refused: false
        }
    }
}

@Suite(.timeLimit(.minutes(2)))
struct CabinetNotificationTests {
    /// A shop whose order 1 was paid, and which answered by a script.
    private static func paid(_ world: CabinetShop) async throws -> ShopServer.Callback {
        let code = try await world.sandbox.open(1)
        try await world.sandbox.pay(.string(code))
        return try await world.sandbox.shop.callback("the payment") { $0.statusID == 8 }
    }

    private static func path(_ world: CabinetShop, _ callback: ShopServer.Callback) -> String {
        world.path("notifications/\(callback.eventNumber ?? 0)")
    }

    @Test func `a delivered event is listed, shown whole and sent again with the same bytes`()
        async throws
    {
        let world = try await CabinetShop()
        let callback = try await Self.paid(world)
        let path = Self.path(world, callback)
        try await Patience.wait(for: "the delivery in the log") {
            let page = try await world.manager.get(path).text
            return page.contains(">delivered<") ? () : nil
        }
        let list = try await world.manager.get(world.path("notifications"))
        #expect(list.status == 200)
        #expect(list.text.contains("Paid"))
        #expect(list.text.contains("HTTP 200"))
        #expect(list.text.contains("not told"))
        let page = try await world.manager.get(path).text
        #expect(try CabinetShop.text(of: "body", in: page) == callback.body)
        #expect(page.contains(callback.headers["x-auth-sign"] ?? "?"))
        let before = world.sandbox.shop.callbacks.count
        let sent = try await world.manager.post("\(path)/send")
        #expect(sent.status == 200)
        let same = try await Patience.wait(for: "the same callback again") {
            let all = world.sandbox.shop.callbacks
            return all.count > before ? all.last : nil
        }
        #expect(same.body == callback.body)
        #expect(same.eventNumber == callback.eventNumber)
        #expect(same.isSigned)
        #expect(
            try await world.audit().contains {
                $0.subject == "notification \(callback.eventNumber ?? 0)"
            }
        )
    }

    @Test func `a delivered event sent again to a dead shop stays delivered and delays nothing`()
        async throws
    {
        let world = try await CabinetShop()
        let callback = try await Self.paid(world)
        let path = Self.path(world, callback)
        // The shop hears before its answer is written down.
        try await Patience.wait(for: "the delivery") {
            try await world.manager.get(path).text.contains(">delivered<") ? () : nil
        }
        world.sandbox.shop.answers(.status("500 Oops"))
        _ = try await world.manager.post("\(path)/send")
        try await Patience.wait(for: "the failed attempt") {
            let page = try await world.manager.get(path).text
            return page.contains("HTTP 500") && page.contains(">delivered<") ? () : nil
        }
    }

    @Test func `the Result URL is checked, saved, written down and used`() async throws {
        let world = try await CabinetShop()
        let page = world.path("notifications")
        let bad = try await world.manager.post(page, ["result_url": "ftp://shop.example/\"><x"])
        #expect(bad.status == 422)
        #expect(bad.text.contains("Result URL: "))
        #expect(bad.text.contains("ftp://shop.example/&quot;&gt;&lt;x"))
        let url = world.sandbox.shop.url + "/other"
        let saved = try await world.manager.post(page, ["result_url": url])
        #expect(saved.text.contains("Saved."))
        #expect(try await world.audit().first?.after == url)
        #expect(try await Self.paid(world).path.hasSuffix("/other"))
        _ = try await world.manager.post(page, ["result_url": ""])
        let shown = try await world.sandbox.florin.json("merchant", "show", "Shop")
        #expect(shown["merchant"]["resultUrl"].text == nil)
    }

    @Test func `a test event is signed, marked, about nothing, and shows what came back`()
        async throws
    {
        let world = try await CabinetShop(.answer("<b>who?</b>"))
        let tested = try await world.manager.post(
            world.path("notifications/test"),
            ["dialect": "okipays"]
        )
        #expect(tested.status == 200)
        #expect(try CabinetShop.text(of: "reply", in: tested.text) == "<b>who?</b>")
        let heard = try #require(world.sandbox.shop.callbacks.first)
        #expect(heard.isSigned)
        #expect(heard.headers["x-florin-test"] == "1")
        #expect(heard.eventNumber == 0)
        #expect(heard.json["order_id"].text == "TEST-NOT-AN-ORDER")
        #expect(heard.statusID == 0)
        #expect(heard.json["total_sum_price"].text == "0.00")

        let other = try await world.manager.post(
            world.path("notifications/test"),
            ["dialect": "onchainpay", "webhook_url": world.sandbox.shop.url]
        )
        #expect(other.status == 200)
        let webhook = try #require(world.sandbox.shop.callbacks.last)
        #expect(world.sandbox.caller.isGenuine(webhook))
        #expect(webhook.json["status"].text == "CREATED")
        #expect(webhook.json["receivedAmount"].text == "0")
        // Shops that use the client library read both as what they are: news of nothing paid.
        let body = Array(heard.body.utf8)
        let verdict = WebhookVerifier(secret: world.sandbox.client.secret)
            .okiPays(body, sign: heard.headers["x-auth-sign"])
        guard case .genuine(let news) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(news.totalReceived == "0.00")
        // Nothing of it is in the log.
        #expect(
            try await world.manager.get(world.path("notifications")).text
                .contains("Nothing has happened yet")
        )
        let missing = try await world.manager.post(
            world.path("notifications/test"),
            ["dialect": "onchainpay", "webhook_url": "nonsense"]
        )
        #expect(missing.status == 422)
        #expect(missing.text.contains("Webhook URL: "))
    }

    @Test func `a test event does not go to the inside network`() async throws {
        let florin = try await FlorinProcess.start(["--sandbox"])
        try await florin.json("merchant", "create", "--name", "Shop")
        let listed = try await florin.json("merchant", "list")
        let id = try #require(listed["merchants"][0]["id"].text)
        let owner = try await CabinetVisitor.enter(florin)
        let shop = try await ShopServer.start(.done)
        let answer = try await owner.post(
            "/cabinet/m/\(id)/notifications/test",
            ["dialect": "onchainpay", "webhook_url": shop.url]
        )
        #expect(answer.text.contains("private address"))
        #expect(shop.callbacks.isEmpty)
    }

    @Test func `others see neither events nor bodies, and send nothing`() async throws {
        let world = try await CabinetShop()
        let callback = try await Self.paid(world)
        let path = Self.path(world, callback)
        let number = callback.eventNumber ?? 0
        let foreign = "/cabinet/m/\(world.neighbour.text)/notifications/\(number)"
        #expect(try await world.stranger.get(foreign).status == 404)
        #expect(try await world.stranger.post("\(foreign)/send").status == 404)
        #expect(try await world.viewer.get(world.path("notifications")).status == 200)
        let seen = try await world.viewer.get(path)
        #expect(seen.status == 200)
        #expect(!seen.text.contains(callback.headers["x-auth-sign"] ?? "?"))
        #expect(!seen.text.contains("/send"))
        #expect(try await world.viewer.post("\(path)/send").status == 403)
        for rest in ["notifications", "notifications/test"] {
            #expect(try await world.viewer.post(world.path(rest)).status == 403)
        }
        for number in ["0", "999", "x", "-1"] {
            let answer = try await world.manager.get(world.path("notifications/\(number)"))
            #expect(answer.status == 404, "\(number)")
        }
    }

    @Test func `the log goes on from page to page`() async throws {
        let world = try await CabinetShop()
        for number in 1...27 { try await world.sandbox.open(number) }
        let first = try await world.manager.get(world.path("notifications")).text
        let match = try #require(first.firstMatch(of: /href="([^"]*before=[0-9]+)"/))
        let second = try await world.manager.get(String(match.1)).text
        func numbers(_ page: String) -> [Int] {
            page.matches(of: /aria-label="Notification ([0-9]+)"/).compactMap { Int($0.1) }
        }
        let all = numbers(first) + numbers(second)
        #expect(all == all.sorted(by: >))
        #expect(Set(all).count == all.count)
        #expect(numbers(first).count == 25)
        #expect(numbers(second).last == 1)
    }

    @Test func `the code on the page tells real notifications from forged ones`() async throws {
        let world = try await CabinetShop()
        let real = try await Self.paid(world)
        _ = try await world.manager.post(
            world.path("notifications/test"),
            ["dialect": "onchainpay", "webhook_url": world.sandbox.shop.url]
        )
        let webhook = try #require(world.sandbox.shop.callbacks.last)
        let page = try await world.manager.get(world.path("notifications/signatures")).text
        let cases = [
            ("okipays", real, "x-auth-sign", world.sandbox.client.secret),
            ("onchainpay", webhook, "x-api-signature", world.sandbox.caller.privateKey),
        ]
        for (api, callback, header, secret) in cases {
            let variables = [
                "BODY": callback.body, "SIGN": callback.headers[header] ?? "", "SECRET": secret,
            ]
            for language in Language.allCases where ShellLine.path(of: language.program) != nil {
                let code = try CabinetShop.text(of: "\(api)-\(language.rawValue)", in: page)
                for (body, expected) in [(callback.body, "yes"), (callback.body + " 1", "no")] {
                    let answer = try await language.verdict(
                        code,
                        variables.merging(["BODY": body]) { _, given in given }
                    )
                    #expect(answer == expected, "\(api) \(language)")
                }
            }
            let swift = try CabinetShop.text(of: "\(api)-swift", in: page)
            let source = try String(contentsOfFile: #filePath, encoding: .utf8)
            #expect(Self.lines(of: source).contains(Self.lines(of: swift)))
        }
        let body = Array(real.body.utf8)
        let secret = world.sandbox.client.secret
        let sign = real.headers["x-auth-sign"]
        #expect(SwiftPieces.isGenuine(okipays: body, sign: sign, secret: secret))
        #expect(!SwiftPieces.isGenuine(okipays: body, sign: sign, secret: secret + "x"))
        #expect(
            SwiftPieces.isGenuine(
                onchainpay: Array(webhook.body.utf8),
                signature: webhook.headers["x-api-signature"],
                secret: world.sandbox.caller.privateKey
            )
        )
    }

    /// The lines of code without the spaces around them, `static` and the import.
    private static func lines(of text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("import ") }
            .map { $0.hasPrefix("static func") ? String($0.dropFirst("static ".count)) : $0 }
            .joined(separator: "\n") + "\n"
    }

    private enum Language: String, CaseIterable {
        case python, php, node

        var program: String { self == .python ? "python3" : rawValue }

        /// What a piece of code says of a body in the environment: `yes` or `no`.
        func verdict(_ code: String, _ variables: [String: String]) async throws -> String {
            let script: String
            let suffix: String
            switch self {
            case .python:
                suffix = "py"
                script =
                    code + """

                        import os
                        env = os.environ
                        try:
                            good = is_genuine(env["BODY"].encode(), env["SIGN"], env["SECRET"])
                        except ValueError:
                            good = False
                        print("yes" if good else "no")
                        """
            case .php:
                suffix = "php"
                script =
                    code + """

                        $good = isGenuine(getenv('BODY'), getenv('SIGN'), getenv('SECRET'));
                        echo $good ? "yes" : "no";
                        """
            case .node:
                suffix = "mjs"
                script =
                    code + """

                        const { BODY, SIGN, SECRET } = process.env;
                        let good = false;
                        try { good = isGenuine(Buffer.from(BODY), SIGN, SECRET); } catch {}
                        console.log(good ? "yes" : "no");
                        """
            }
            let folder = try TemporaryFolder()
            let file = "\(folder.path)/check.\(suffix)"
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            let outcome = try await ShellLine.run("\(program) \(file)", variables)
            // The folder goes with its last use.
            withExtendedLifetime(folder) {}
            return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
