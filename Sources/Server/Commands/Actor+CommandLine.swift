import Foundation
import Payments

extension Actor {
    /// Whoever runs the command, by the name of his account on the server.
    static var commandLine: Actor { .operatorNamed(NSUserName()) }
}
