import Gateway
import Payments

/// Why a form of the settings was not taken.
struct SettingsFault: Sendable {
    /// The form.
    let section: String
    /// Names the field, and says what to do.
    let text: String
    /// The field's name in the form.
    let input: String

    private init(section: String, text: String, input: String) {
        self.section = section
        self.text = text
        self.input = input
    }

    init(_ fault: TermsFault, in section: String) {
        let (label, input) = Self.field(fault.field)
        self.init(section: section, text: "\(label) \(fault.words)", input: input)
    }

    init(logo fault: LogoFault) {
        self.init(section: "logo", text: "Logo: \(fault.message)", input: "logo")
    }

    /// Nobody was named whose data is to be erased.
    static let noPayer = SettingsFault(
        section: "erase",
        text: "Payer: type the e-mail address or the shop's own id, up to "
            + "\(SettingsModel.payerBytesMax) bytes",
        input: "payer"
    )

    /// What the page calls a field, and what its form does.
    private static func field(_ field: TermsFault.Field) -> (label: String, input: String) {
        switch field {
        case .name: ("Name", "name")
        case .tolerance: ("Accepted underpayment", "tolerance")
        case .surcharge: ("Surcharge", "surcharge")
        case .lateWindow: ("Late for", "late_window")
        case .lateTolerance: ("Rate moved by", "late_tolerance")
        case .network: ("Network", "network")
        case .fromDollars: ("From", "from_dollars")
        case .confirmations: ("Confirmations", "confirmations")
        case .tariffName: ("Fee name", "tariff_name")
        case .tariffFee: ("Fee", "tariff_fee")
        case .tariffLeast: ("At least", "tariff_least")
        case .tariffMost: ("At most", "tariff_most")
        case .tariffs: ("Additional fees", "tariff_name")
        case .colour: ("Button colour", "colour")
        case .origins: ("Sites that may show the checkout", "origins")
        case .payerDataDays: ("Days", "payer_data_days")
        }
    }
}
