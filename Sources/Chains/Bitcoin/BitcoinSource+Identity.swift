import Keys
import Payments

extension BitcoinSource {
    /// No chain is that high; a height beyond it is a slip or a hostile answer.
    private static let heightMax = UInt64(UInt32.max)

    /// How the node sees its chain, whose name is the expected one.
    func view() async throws -> NodeView {
        let view = try await node.view()
        if let name = view.chainName, name != expectedChain {
            throw ChainError.wrongChain(expected: expectedChain, found: name)
        }
        guard view.tip.height <= Self.heightMax else {
            throw ChainError.tooLarge(what: "the height of the tip")
        }
        return view
    }

    /// Fails unless the node is on the expected chain, so far as can be known.
    ///
    /// Errors: also the node's own error for catching up, where it has not come to all of the
    ///   blocks by which its chain is told.
    func checkChain() async throws {
        guard try await !isChainTold() else { return }
        let message = "the node has not reached the block by which its chain is told"
        throw ChainError.node(code: RPCFaultCode.isSyncing, message: message)
    }

    /// Whether the node was found to have every landmark; false where it lacks the higher ones.
    func isChainTold() async throws -> Bool {
        if hasLandmarks { return true }
        _ = try await view()
        let landmarks = ChainLandmark.all(of: format)
        let hashes = try await node.bestHashes(at: landmarks.map(\.height))
        for (landmark, hash) in zip(landmarks, hashes) {
            guard let hash else { return false }
            guard landmark.hashes.contains(hash) else {
                throw ChainError.wrongChain(
                    expected: "\(expectedChain) of \(format.family.name)",
                    found: "one whose block \(landmark.height) is \(hash)"
                )
            }
        }
        hasLandmarks = true
        return true
    }
}
