/// What a page says once after something was done: named in the link, so that no link can put
/// words of its own on a page.
enum CabinetNotice: String, CaseIterable, Sendable {
    case saved, added, removed, revoked, sent, cancelled, accepted, erased, opened, done
    case ended, closed, changed

    var text: String {
        switch self {
        case .saved: "Saved."
        case .added: "Added."
        case .removed: "Removed."
        case .revoked: "Revoked: it is not accepted any more."
        case .sent: "It is being sent."
        case .cancelled: "Cancelled."
        case .accepted: "Accepted."
        case .erased: "Erased."
        case .opened: "The invoice is open."
        case .done: "Done."
        case .ended: "Signed out there."
        case .closed: "The account is closed. Nobody can sign in with it any more."
        case .changed: "The password is changed. Other browsers are signed out."
        }
    }
}
