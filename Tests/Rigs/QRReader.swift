package import Foundation

/// Reads QR codes out of pictures, with a program that is not ours.
package enum QRReader {
    /// What the codes in a picture say.
    package static func texts(in picture: Data) async throws -> [String] {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/picture.png"
        try picture.write(to: URL(fileURLWithPath: path))
        let outcome = try await PythonScript.run("Tests/Python/read_qr.py", [path])
        guard outcome.status == 0 else {
            throw RigError.refused(
                method: "zbarimg",
                code: outcome.status,
                message: outcome.errors
            )
        }
        return outcome.output.split(separator: "\n").map(String.init)
    }
}
