import Foundation
import Rigs
import Testing

/// What every page must be, whoever wrote it: usable by everybody, on every screen, without a
/// complaint of the browser.
struct PageInspection {
    /// The narrowest phone that pages are made for (WCAG 2.2, 1.4.10).
    private static let narrow = Browser.Look(width: 320, height: 700, isDark: false)

    let browser: Browser

    /// Holds the page against all of it, and keeps pictures of it for people.
    func holds(_ name: String, where location: SourceLocation = #_sourceLocation) async throws {
        for look in [Browser.Look.desktop, .desktop.dark, .phone.dark, .phone] {
            try await browser.show(as: look)
            try await browser.keepPicture(named: "\(name)-\(look)")
            guard [.desktop.dark, .phone].contains(look) else { continue }
            let findings = try await Accessibility.findings(in: browser)
            #expect(findings.isEmpty, "\(name) \(look): \(findings)", sourceLocation: location)
        }
        try await browser.show(as: Self.narrow)
        let width = try await browser.evaluate("document.documentElement.scrollWidth").integer ?? 0
        #expect(width <= Self.narrow.width, "\(name): \(width) px", sourceLocation: location)
        try await browser.show(as: .phone)
        let complaints = try await browser.complaints()
        #expect(complaints.isEmpty, "\(name): \(complaints)", sourceLocation: location)
    }
}
