/// A simulated Tron node that shows the blocks of a real EVM chain as a Tron node would.
///
/// It is `Tests/Python/tron_facade.py`, which says what it translates and what it proves nothing
/// of. It is stopped when the last reference to it goes.
package final class TronFacade: Sendable {
    /// What its paths begin with.
    package let url: String

    private let process: PythonProcess

    /// Starts it in front of an EVM chain.
    package static func start(before node: EVMNode) async throws -> TronFacade {
        let port = try await FreePort.find()
        let process = try PythonProcess.start(
            "Tests/Python/tron_facade.py",
            ["\(port)", node.url]
        )
        try await process.prints("listening \(port)", atMost: .seconds(30))
        return TronFacade(url: "http://127.0.0.1:\(port)", process: process)
    }

    private init(url: String, process: PythonProcess) {
        self.url = url
        self.process = process
    }
}
