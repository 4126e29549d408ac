/// Why something about an account was not done, and what to do about it.
package enum AccountFault: Error, Hashable, Sendable {
    /// The name has other characters than a name may have.
    case nameFormat
    /// Somebody has or had that name.
    case nameTaken(String)
    /// The password is too short.
    case passwordShort
    /// The password is too long.
    case passwordLong
    /// The password is too easily guessed.
    case passwordWeak
    /// The password was not repeated.
    case passwordsDiffer
    /// The name or the password is wrong.
    case wrongPassword
    /// The code is wrong, too old, or was used before.
    case wrongCode
    /// It was tried too often; it may be tried again after so many seconds.
    case wait(seconds: Int64)
    /// Too many people sign in at this moment.
    case busy
    /// The link was used, is too old, or was taken back.
    case linkGone
    /// There would be no owner left.
    case lastOwner
    /// An owner needs a second factor.
    case noSecondFactor
    /// There is no such account.
    case noSuchUser

    /// What to say, which names the field.
    package var message: String {
        switch self {
        case .nameFormat:
            "Name: use 1 to \(AccountRules.nameLengthMax) letters, digits or . _ @ + -"
        case .nameTaken(let name): "Name: \(name) is taken. Choose another one."
        case .passwordShort:
            "Password: use at least \(AccountRules.passwordLengthMin) characters."
        case .passwordLong: "Password: use at most \(AccountRules.passwordBytesMax) bytes."
        case .passwordWeak:
            "Password: choose one that is not your name and not one character repeated."
        case .passwordsDiffer: "Password again: the two are not the same."
        case .wrongPassword: "The password is not right."
        case .wrongCode:
            "Code: that one is not right, or was used before. Wait for the next one and try again."
        case .wait(let seconds): "That was wrong too often. Try again in \(Self.wait(seconds))."
        case .busy: "Many people are signing in at this moment. Try again in a few seconds."
        case .linkGone: "This link was used already, or is too old. Ask for a new one."
        case .lastOwner: "This is the last owner. Make somebody else an owner first."
        case .noSecondFactor:
            "An owner needs two-factor sign-in. It has to be set up before, on the account page."
        case .noSuchUser: "There is no such account any more."
        }
    }

    private static func wait(_ seconds: Int64) -> String {
        if seconds == 1 { return "1 second" }
        let minutes = (seconds + 59) / 60
        return seconds <= 90 ? "\(seconds) seconds" : "\(minutes) minutes"
    }
}
