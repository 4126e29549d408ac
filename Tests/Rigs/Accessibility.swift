import Foundation

/// Holds pages against WCAG with axe-core, in the browser.
package enum Accessibility {
    /// One rule that a page breaks.
    package struct Finding: Sendable, CustomStringConvertible {
        /// The rule's name, such as `color-contrast`.
        package let rule: String
        /// How bad: minor, moderate, serious, critical.
        package let impact: String
        /// Where, as selectors.
        package let places: [String]

        package var description: String {
            "\(impact) \(rule): \(places.joined(separator: " | "))"
        }
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The rules of WCAG 2.0 to 2.2, levels A and AA, that the page now shown breaks.
    package static func findings(in browser: Browser) async throws -> [Finding] {
        try await browser.run("\(try script());")
        let answer = try await browser.run(
            """
            const result = await axe.run(document, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
                resultTypes: ["violations"],
            });
            return result.violations.map((found) => ({
                rule: found.id, impact: found.impact,
                places: found.nodes.map((node) => node.target.join(" ")),
            }));
            """
        )
        return answer.elements.map { found in
            Finding(
                rule: found["rule"].text ?? "",
                impact: found["impact"].text ?? "",
                places: found["places"].elements.compactMap(\.text)
            )
        }
    }

    /// axe-core as script/python installs it, whole.
    private static func script() throws -> String {
        let folder = "\(root)/.build/python/lib"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in names {
            let path = "\(folder)/\(name)/site-packages/axe_playwright_python/axe.min.js"
            if let data = FileManager.default.contents(atPath: path) {
                return String(decoding: data, as: UTF8.self)
            }
        }
        throw RigError.notStarted(
            program: "axe-core",
            output: "it is not in .build/python; script/python installs it"
        )
    }
}
