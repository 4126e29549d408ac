import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A real Chromium without a window, driven over W3C WebDriver.
///
///     let browser = try await Browser.start()
///     try await browser.open("\(florin.url)/checkout/\(code)")
///     try await browser.click("button[value='LTC:litecoin']")
///     try await browser.sees("Pay with Litecoin")
///
/// It never outlives the test. Its profile is empty at the start and gone at the end.
package final class Browser: Sendable {
    /// A window's size and look.
    package struct Look: Sendable, Hashable, CustomStringConvertible {
        /// CSS pixels.
        package let width: Int
        /// CSS pixels.
        package let height: Int
        /// Whether the payer prefers dark pages.
        package let isDark: Bool

        /// Describes a look.
        package init(width: Int, height: Int, isDark: Bool = false) {
            self.width = width
            self.height = height
            self.isDark = isDark
        }

        package var description: String {
            (width < 600 ? "phone" : "desktop") + (isDark ? "-dark" : "-light")
        }

        /// A phone held upright.
        package static let phone = Look(width: 390, height: 844, isDark: false)
        /// A desktop.
        package static let desktop = Look(width: 1_280, height: 900, isDark: false)

        /// The same in the dark.
        package var dark: Look { Look(width: width, height: height, isDark: true) }
    }

    private static let startSecondsMax = 60
    private static let answerBytesMax = 64 << 20
    private static let callSecondsMax: Int64 = 60
    /// How WebDriver names an element in JSON (W3C WebDriver, 12).
    private static let elementKey = "element-6066-11e4-a52e-4f735466cecf"

    private let folder: TemporaryFolder
    private let process: WardedProcess
    private let session: String

    /// Starts a browser that speaks a language and shows a look.
    ///
    /// `acceptLanguage`: What it asks pages for.
    package static func start(
        _ look: Look = .phone,
        acceptLanguage: String = "en"
    ) async throws -> Browser {
        let folder = try TemporaryFolder()
        let port = try await FreePort.find()
        let outputs = "\(folder.path)/driver"
        try FileManager.default.createDirectory(
            atPath: outputs,
            withIntermediateDirectories: false
        )
        let process = try WardedProcess(
            program: try program("chromedriver", package: "chromium-driver"),
            arguments: ["--port=\(port)"],
            folder: outputs
        )
        let url = "http://127.0.0.1:\(port)"
        try await Patience.wait(
            for: "chromedriver",
            atMost: .seconds(startSecondsMax),
            instead: { process.outputEnd }
        ) {
            let status = try? await call(.GET, "\(url)/status", nil)
            return status?["ready"] == true ? () : nil
        }
        let arguments: [JSONValue] = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
            // The browser ends with the driver, however that one ends.
            "--remote-debugging-pipe",
            .string("--user-data-dir=\(folder.path)/profile"),
            .string("--lang=\(acceptLanguage)"),
            .string("--accept-lang=\(acceptLanguage)"),
        ]
        let answer = try await call(
            .POST,
            "\(url)/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome",
                        "goog:loggingPrefs": ["browser": "ALL"],
                        "goog:chromeOptions": [
                            "binary": .string(try program("chromium", package: "chromium")),
                            "args": .array(arguments),
                        ],
                    ]
                ]
            ]
        )
        guard let session = answer["sessionId"].text else {
            throw RigError.malformed(method: "a new session")
        }
        let browser = Browser(
            folder: folder,
            process: process,
            session: "\(url)/session/\(session)"
        )
        try await browser.show(as: look)
        return browser
    }

    private init(folder: TemporaryFolder, process: WardedProcess, session: String) {
        self.folder = folder
        self.process = process
        self.session = session
    }

    deinit { process.stop() }

    private static func program(_ name: String, package: String) throws -> String {
        let path = "/usr/bin/\(name)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw RigError.notInstalled(package: package)
        }
        return path
    }

    /// One call of the driver; an error it answers is thrown with its message.
    private static func call(
        _ method: HTTPMethod,
        _ url: String,
        _ body: JSONValue?
    ) async throws -> JSONValue {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        }
        let response = try await HTTPClient.shared.execute(
            request,
            timeout: .seconds(callSecondsMax)
        )
        let bytes = try await response.body.collect(upTo: answerBytesMax)
        let answer = try JSONDecoder().decode(
            JSONValue.self,
            from: Data(bytes.readableBytesView)
        )
        guard response.status == .ok else {
            throw RigError.refused(
                method: url,
                code: Int(response.status.code),
                message: answer["value"]["message"].text ?? "\(answer)"
            )
        }
        return answer["value"]
    }

    /// A command of the session, such as `url`.
    @discardableResult
    func command(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil
    ) async throws -> JSONValue {
        try await Self.call(method, "\(session)/\(path)", body)
    }

    /// A command of the browser's own protocol, such as `Emulation.setEmulatedMedia`.
    @discardableResult
    package func tell(_ name: String, _ parameters: JSONValue = [:]) async throws -> JSONValue {
        try await command(
            .POST,
            "goog/cdp/execute",
            ["cmd": .string(name), "params": parameters]
        )
    }

    /// The name of the driver's handle in an answer, or nil.
    static func handle(in answer: JSONValue) -> String? { answer[elementKey].text }
}
