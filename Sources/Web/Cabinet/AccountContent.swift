import Gateway
import Payments

/// The page of one's own account.
struct AccountContent: Sendable {
    struct Session: Sendable {
        let id: String
        let address: String
        let browser: String
        let agent: String
        let since: String
        let seen: String
        let isThis: Bool
    }

    let name: String
    let isOwner: Bool
    let hasSecondFactor: Bool
    let mayGoWithout: Bool
    let codesLeft: String
    let areCodesFew: Bool
    let sessions: [Session]
    let hasOthers: Bool

    private static let codesFew = 3

    init(_ user: User, _ state: AccountState, _ sessions: [OwnSession]) {
        name = user.name
        isOwner = user.isOwner
        hasSecondFactor = state.hasSecondFactor
        mayGoWithout = state.hasSecondFactor && !user.isOwner
        codesLeft = String(state.recoveryCodesLeft)
        areCodesFew = state.recoveryCodesLeft <= Self.codesFew
        self.sessions = sessions.map { session in
            Session(
                id: session.id,
                address: session.address,
                browser: BrowserText.short(session.agent),
                agent: session.agent,
                since: UTCText.plain(session.createdAt),
                seen: UTCText.plain(session.seenAt),
                isThis: session.isThis
            )
        }
        hasOthers = sessions.contains { !$0.isThis }
    }
}

/// The page on which a second factor is set up anew.
struct AccountFactorContent: Sendable {
    let setup: SecondFactorText
}
