import CQREncode

/// A QR code of a text: a square of dark and light modules, and the SVG that shows it.
///
/// The same text always gives the same code, so a page that did not change stays byte-identical.
struct QRCode: Sendable {
    /// How much of the printed code may be lost; a screen needs no more than medium.
    enum Correction: Sendable {
        case low, medium, quartile, high
    }

    /// Modules along one side, without the quiet zone.
    let size: Int
    private let modules: [Bool]

    /// Nil where the text holds a zero byte or is more than one code can carry (some 2 KB).
    init?(text: String, correction: Correction = .medium) {
        guard !text.utf8.contains(0), !text.isEmpty else { return nil }
        let encoded = unsafe QRcode_encodeString(text, 0, correction.level, QR_MODE_8, 1)
        guard let code = unsafe encoded else { return nil }
        defer { unsafe QRcode_free(code) }
        size = Int(unsafe code.pointee.width)
        let bytes = unsafe UnsafeBufferPointer(start: code.pointee.data, count: size * size)
        // The lowest bit of a symbol's byte is its colour; the others are the encoder's notes.
        modules = unsafe bytes.map { $0 & 1 == 1 }
    }

    func isDark(row: Int, column: Int) -> Bool {
        modules[row * size + column]
    }

    /// A drawing of one path: each run of dark modules is a bar of height one.
    ///
    /// ISO/IEC 18004 asks for four light modules around the code; the background is part of the
    /// drawing, because scanners need dark on light also where the page is dark.
    func svg(label: String, quietZone: Int = 4) -> String {
        let side = size + 2 * quietZone
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                let length = runLength(row: row, column: column)
                if isDark(row: row, column: column) {
                    path += "M\(column + quietZone) \(row + quietZone)h\(length)v1h-\(length)z"
                }
                column += length
            }
        }
        return """
            <svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" \
            role="img" aria-label="\(HTMLText.escaped(label))" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/>\
            <path fill="#000" d="\(path)"/></svg>
            """
    }

    /// How many modules from that one on have its colour.
    private func runLength(row: Int, column: Int) -> Int {
        let colour = isDark(row: row, column: column)
        var end = column + 1
        while end < size, isDark(row: row, column: end) == colour { end += 1 }
        return end - column
    }
}

extension QRCode.Correction {
    fileprivate var level: QRecLevel {
        switch self {
        case .low: QR_ECLEVEL_L
        case .medium: QR_ECLEVEL_M
        case .quartile: QR_ECLEVEL_Q
        case .high: QR_ECLEVEL_H
        }
    }
}
