import ArgumentParser
import AsyncHTTPClient

/// `florin doctor`: says what is wrong, and exits non-zero if anything is.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, database, networks, rates and clock."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Output.guarding {
            let findings = await Doctor(options: common).examine()
            let faults = findings.filter { !$0.ok }
            if common.json {
                try Output.json(Report(ok: faults.isEmpty, checks: findings))
            } else {
                for finding in findings {
                    Output.say(
                        "\(finding.ok ? "ok   " : "FAULT") \(finding.check): \(finding.message)"
                    )
                }
            }
            if faults.isEmpty { return }
            let isConfiguration = faults.contains { $0.isConfiguration }
            throw Failure(isConfiguration ? .configuration : .unavailable, "").exitCode
        }
    }

    private struct Report: Encodable {
        let ok: Bool
        let checks: [Finding]
    }
}
