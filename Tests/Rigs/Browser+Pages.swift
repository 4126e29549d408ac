package import Foundation
import NIOHTTP1

extension Browser {
    /// Opens an address and waits until it is loaded.
    package func open(_ url: String) async throws {
        try await command(.POST, "url", ["url": .string(url)])
    }

    /// Where it is now.
    package func url() async throws -> String {
        try await command(.GET, "url").text ?? ""
    }

    /// Gives the window a size and pages a preference for light or dark.
    package func show(as look: Look) async throws {
        try await tell(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Decimal(look.width)), "height": .number(Decimal(look.height)),
                "deviceScaleFactor": 1, "mobile": .bool(look.width < 600),
            ]
        )
        try await tell(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    [
                        "name": "prefers-color-scheme",
                        "value": .string(look.isDark ? "dark" : "light"),
                    ]
                ]
            ]
        )
    }

    /// Switches scripts off, or on again, for the pages that are opened from now on.
    package func allowScripts(_ isAllowed: Bool) async throws {
        try await tell("Emulation.setScriptExecutionDisabled", ["value": .bool(!isAllowed)])
    }

    /// What an expression is worth in the page.
    @discardableResult
    package func evaluate(_ expression: String) async throws -> JSONValue {
        try await run("return (\(expression))")
    }

    /// What a script answers in the page; it may answer a promise.
    @discardableResult
    package func run(_ script: String) async throws -> JSONValue {
        try await command(.POST, "execute/sync", ["script": .string(script), "args": []])
    }

    /// The text of the whole page as people see it.
    package func text() async throws -> String { try await text(of: "body") }

    /// The text of the first element that fits.
    package func text(of selector: String) async throws -> String {
        let element = try await element(selector)
        return try await command(.GET, "element/\(element)/text").text ?? ""
    }

    /// An attribute of the first element that fits, or nil.
    package func attribute(_ name: String, of selector: String) async throws -> String? {
        let element = try await element(selector)
        return try await command(.GET, "element/\(element)/attribute/\(name)").text
    }

    /// Whether any element fits.
    package func has(_ selector: String) async throws -> Bool {
        let found = try await command(
            .POST,
            "elements",
            ["using": "css selector", "value": .string(selector)]
        )
        return !found.elements.isEmpty
    }

    /// Waits until an element fits.
    package func finds(_ selector: String, atMost limit: Duration = .seconds(60)) async throws {
        try await Patience.wait(
            for: "\(selector) on the page",
            atMost: limit,
            instead: { (try? await text()) ?? "nothing" }
        ) { try await has(selector) ? () : nil }
    }

    /// Waits until the page shows a text.
    package func sees(_ text: String, atMost limit: Duration = .seconds(60)) async throws {
        try await Patience.wait(
            for: "\"\(text)\" on the page",
            atMost: limit,
            instead: { (try? await self.text()) ?? "nothing" }
        ) {
            // A page that is being replaced has no body for a moment.
            ((try? await self.text()) ?? "").contains(text) ? () : nil
        }
    }

    /// Clicks the first element that fits.
    package func click(_ selector: String) async throws {
        let element = try await element(selector)
        try await command(.POST, "element/\(element)/click", [:])
    }

    /// Empties a field and types into it.
    package func type(_ text: String, into selector: String) async throws {
        let element = try await element(selector)
        try await command(.POST, "element/\(element)/clear", [:])
        try await command(.POST, "element/\(element)/value", ["text": .string(text)])
    }

    /// Chooses an option of a select by its value.
    package func choose(_ value: String, of selector: String) async throws {
        let element = try await element("\(selector) option[value='\(value)']")
        try await command(.POST, "element/\(element)/click", [:])
    }

    /// Presses keys one after the other, wherever the focus is.
    package func press(_ keys: Key...) async throws {
        let strokes = keys.flatMap { key -> [JSONValue] in
            let text = JSONValue.string(key.rawValue)
            return [["type": "keyDown", "value": text], ["type": "keyUp", "value": text]]
        }
        try await command(
            .POST,
            "actions",
            ["actions": [["type": "key", "id": "keyboard", "actions": .array(strokes)]]]
        )
    }

    /// Types a text, wherever the focus is.
    package func write(_ text: String) async throws {
        let strokes = text.flatMap { letter -> [JSONValue] in
            let text = JSONValue.string(String(letter))
            return [["type": "keyDown", "value": text], ["type": "keyUp", "value": text]]
        }
        try await command(
            .POST,
            "actions",
            ["actions": [["type": "key", "id": "keyboard", "actions": .array(strokes)]]]
        )
    }

    /// Keeps a cookie for the site that is open.
    package func keep(cookie name: String, _ value: String, path: String) async throws {
        try await command(
            .POST,
            "cookie",
            [
                "cookie": [
                    "name": .string(name), "value": .string(value), "path": .string(path),
                ]
            ]
        )
    }

    /// A key by its WebDriver code.
    package enum Key: String, Sendable {
        case tab = "\u{E004}"
        case enter = "\u{E007}"
        case escape = "\u{E00C}"
        case space = " "
        case down = "\u{E015}"
    }

    /// Enters the first frame that fits; nil goes back to the page.
    package func enter(frame selector: String?) async throws {
        guard let selector else {
            try await command(.POST, "frame", ["id": .null])
            return
        }
        let found = try await command(
            .POST,
            "element",
            ["using": "css selector", "value": .string(selector)]
        )
        try await command(.POST, "frame", ["id": found])
    }

    /// What pages wrote to the console since it was asked last, with what the browser refused.
    package func complaints() async throws -> [String] {
        try await command(.POST, "se/log", ["type": "browser"]).elements
            .filter { $0["level"] == "SEVERE" || $0["level"] == "WARNING" }
            .compactMap { $0["message"].text }
    }

    /// A picture of the whole page, however long it is.
    package func picture() async throws -> Data {
        let answer = try await tell(
            "Page.captureScreenshot",
            ["format": "png", "captureBeyondViewport": true]
        )
        guard let picture = Data(base64Encoded: answer["data"].text ?? "") else {
            throw RigError.malformed(method: "a screenshot")
        }
        return picture
    }

    /// Keeps a picture of the page among the artefacts of the tests, for people to look at.
    package func keepPicture(named name: String) async throws {
        let folder = Artefacts.folder
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        try await picture().write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }

    private func element(_ selector: String) async throws -> String {
        let found = try await command(
            .POST,
            "element",
            ["using": "css selector", "value": .string(selector)]
        )
        guard let handle = Self.handle(in: found) else {
            throw RigError.malformed(method: "the element \(selector)")
        }
        return handle
    }
}
