import ArgumentParser

/// Why a command ends: an exit status and what to do about it.
struct Failure: Error {
    /// The exit statuses of the command line's contract (sysexits).
    enum Status: Int32 {
        case badInput = 65
        case unavailable = 69
        case ourFault = 70
        case configuration = 78
    }

    let status: Status
    let message: String

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    var exitCode: ExitCode { ExitCode(status.rawValue) }
}
