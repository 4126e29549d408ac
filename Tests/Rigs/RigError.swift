/// Why a rig cannot do what a test needs; the test fails with it.
package enum RigError: Error, CustomStringConvertible {
    /// A program is not installed.
    case notInstalled(package: String)
    /// A program did not come up in time; the text is the end of what it said.
    case notStarted(program: String, output: String)
    /// A server answered a call with an error.
    case refused(method: String, code: Int?, message: String)
    /// An answer is not what the rig can read.
    case malformed(method: String)
    /// Something did not come about in time; the text is what was seen instead.
    case notSeen(what: String, instead: String)
    /// The operating system gave no free port.
    case noPort

    package var description: String {
        switch self {
        case .notInstalled(let package):
            "\(package) is not installed: apt-get install -y --no-install-recommends \(package)"
        case .notStarted(let program, let output): "\(program) did not start: \(output)"
        case .refused(let method, let code, let message):
            "\(method) failed (\(code.map(String.init) ?? "no code")): \(message)"
        case .malformed(let method): "the answer to \(method) cannot be read"
        case .notSeen(let what, let instead): "\(what) did not come about; instead: \(instead)"
        case .noPort: "no free port"
        }
    }
}
