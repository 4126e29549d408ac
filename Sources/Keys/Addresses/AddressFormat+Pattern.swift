extension AddressFormat {
    private static let base58Digit = "[1-9A-HJ-NP-Za-km-z]"

    /// A JavaScript-compatible regular expression that every address of this format matches.
    ///
    /// It helps a form to catch slips; only `decode(_:)` checks checksums.
    package var pattern: String {
        guard let versions else {
            return family == .tron
                ? "^T\(Self.base58Digit){33}$"
                : "^0x[0-9a-fA-F]{40}$"
        }
        var choices = ["[\(versions.firstCharacters)]\(Self.base58Digit){24,34}"]
        if let prefix = versions.cashPrefix {
            // The version byte's first five bits, 33 values more, eight characters of checksum.
            choices.append("(?:\(prefix):)?[qp][02-9ac-hj-np-z]{41}")
            choices.append("(?:\(prefix.uppercased()):)?[QP][02-9AC-HJ-NP-Z]{41}")
        }
        if let prefix = versions.segwitPrefix {
            // A version character, 2 to 40 bytes in five-bit values, six characters of checksum.
            choices.append("\(prefix)1[02-9ac-hj-np-z]{11,71}")
            choices.append("\(prefix.uppercased())1[02-9AC-HJ-NP-Z]{11,71}")
        }
        return "^(?:\(choices.joined(separator: "|")))$"
    }
}
