package import Payments

/// What is wrong with a setting: which one, and what it has to be.
package struct TermsFault: Error, Hashable, Sendable {
    /// The settings of a merchant that people type.
    package enum Field: Sendable, Hashable, CaseIterable {
        case name, tolerance, surcharge, lateWindow, lateTolerance
        case network, fromDollars, confirmations
        case tariffName, tariffFee, tariffLeast, tariffMost, tariffs
        case colour, origins, payerDataDays
    }

    /// Which setting.
    package let field: Field
    /// What follows its name, such as `must be a decimal from 0 to 100`.
    package let words: String

    /// Describes a fault.
    package init(_ field: Field, _ words: String) {
        self.field = field
        self.words = words
    }
}

/// Checks what is typed about a merchant: the same for the command line and the cabinet.
package enum MerchantTerms {
    /// The longest name.
    package static let nameLengthMax = 100
    /// The most rules for confirmations.
    package static let rulesMax = 100
    /// The longest that data of payers can be kept and still be erased.
    package static let payerDataDaysMax = 3_650
    /// The longest percentage that is read.
    private static let percentLengthMax = 32

    /// A merchant's name.
    package static func name(_ text: String) throws(TermsFault) -> String {
        let isPrintable = text.unicodeScalars.allSatisfy {
            $0.value >= 32 && $0.value != 127 && !(0x80...0x9F).contains($0.value)
        }
        guard !text.isEmpty, text.count <= nameLengthMax, isPrintable else {
            throw TermsFault(.name, "must have 1 to \(nameLengthMax) printable characters")
        }
        return text
    }

    /// The accepted underpayment: below 100 percent.
    package static func tolerance(percent text: String) throws(TermsFault) -> Ratio {
        try fraction(percent: text, of: .tolerance, isWholeAllowed: false)
    }

    /// What is added to every price: at most 100 percent.
    package static func surcharge(percent text: String) throws(TermsFault) -> Ratio {
        try fraction(percent: text, of: .surcharge, isWholeAllowed: true)
    }

    /// How far the rate may have moved for late money to count at the old one: below 100 percent.
    package static func lateTolerance(percent text: String) throws(TermsFault) -> Ratio {
        try fraction(percent: text, of: .lateTolerance, isWholeAllowed: false)
    }

    /// How long after the deadline the old rate may count.
    package static func lateWindow(_ text: String) throws(TermsFault) -> Int64 {
        guard let seconds = DurationText.seconds(of: text) else {
            throw TermsFault(.lateWindow, "must be a number with s, m, h or d, such as 15m")
        }
        return seconds
    }

    /// After how many days data of payers is erased; empty keeps it.
    package static func payerDataDays(_ text: String) throws(TermsFault) -> Int? {
        if text.isEmpty { return nil }
        guard text.utf8.allSatisfy(isDigit), let days = Int(text),
            (1...payerDataDaysMax).contains(days)
        else {
            throw TermsFault(
                .payerDataDays,
                "must be a whole number from 1 to \(payerDataDaysMax), or empty to keep it"
            )
        }
        return days
    }

    private static func fraction(
        percent text: String,
        of field: TermsFault.Field,
        isWholeAllowed: Bool
    ) throws(TermsFault) -> Ratio {
        guard text.utf8.count <= percentLengthMax, let fraction = try? Ratio(percent: text),
            fraction < .one || (isWholeAllowed && fraction == .one)
        else {
            let limit = isWholeAllowed ? "100" : "below 100"
            throw TermsFault(field, "must be a decimal from 0 to \(limit)")
        }
        return fraction
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension MerchantTerms {
    /// A rule for confirmations, as typed.
    ///
    /// `networks`: Those there are.
    package static func rule(
        network: String,
        fromDollars: String,
        confirmations: String,
        among networks: some Sequence<NetworkID>
    ) throws(TermsFault) -> ConfirmationRule {
        guard networks.contains(NetworkID(network)) else {
            throw TermsFault(.network, "must be one that this server serves")
        }
        let dollars = try TariffTerms.dollars(
            fromDollars.isEmpty ? "0" : fromDollars,
            of: .fromDollars
        )
        let most = ConfirmationRule.confirmationsMax
        guard !confirmations.isEmpty, confirmations.utf8.allSatisfy(isDigit),
            let count = Int(confirmations), (0...most).contains(count)
        else { throw TermsFault(.confirmations, "must be a whole number from 0 to \(most)") }
        return ConfirmationRule(
            network: NetworkID(network),
            fromDollars: dollars,
            confirmations: count
        )
    }

    /// The rules with one more, which replaces the one of the same network and amount; by network
    /// and amount.
    package static func setting(
        _ rule: ConfirmationRule,
        in rules: [ConfirmationRule]
    ) throws(TermsFault) -> [ConfirmationRule] {
        let others = removing(rule.network, rule.fromDollars, from: rules)
        guard others.count < rulesMax else {
            throw TermsFault(.confirmations, "can have at most \(rulesMax) rules: remove one first")
        }
        return (others + [rule]).sorted { left, right in
            (left.network.name, left.fromDollars.units)
                < (right.network.name, right.fromDollars.units)
        }
    }

    /// The rules without the one of a network and an amount; that there is none is no error.
    package static func removing(
        _ network: NetworkID,
        _ fromDollars: Amount,
        from rules: [ConfirmationRule]
    ) -> [ConfirmationRule] {
        rules.filter { $0.network != network || $0.fromDollars != fromDollars }
    }
}
