import Payments

extension OnchainPayFields {
    /// The phases that a filter by status words means; nil where it means all.
    ///
    /// Case does not matter, and words foreign to the object are ignored: PHP clients leak the
    /// filter of an earlier call (API contract A4).
    func phases<Status: RawRepresentable<String> & Equatable>(
        _ name: String,
        as status: (Phase) -> Status
    ) throws(OnchainPayFault) -> Set<Phase>? {
        guard let wanted = try words(name) else { return nil }
        let phases = Set(
            Phase.allCases.filter { wanted.contains(status($0).rawValue.lowercased()) }
        )
        return phases.isEmpty ? nil : phases
    }
}
