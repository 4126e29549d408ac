/// What a button of the sandbox asks for, as the forms post it.
enum SandboxAction: String, CaseIterable, Sendable {
    case payInFull = "pay-in-full"
    case payHalf = "pay-half"
    case overpay = "overpay"
    case payUnconfirmed = "pay-unconfirmed"
    case payForeign = "pay-foreign"
    case payLate = "pay-late"
    case replace = "replace"
    case acceptForeign = "accept-foreign"
    case mineBlock = "mine-block"
    case reorganise = "reorganise"
    case reorganiseDeep = "reorganise-deep"

    var label: String {
        switch self {
        case .payInFull: "Pay in full"
        case .payHalf: "Pay half"
        case .overpay: "Pay 150 %"
        case .payUnconfirmed: "Pay without confirmation"
        case .payForeign: "Pay in another coin"
        case .payLate: "Pay late"
        case .replace: "Replace the unconfirmed payment"
        case .acceptForeign: "Accept the other coin"
        case .mineBlock: "Mine a block"
        case .reorganise: "Reorganise the last block"
        case .reorganiseDeep: "Reorganise three blocks"
        }
    }
}
