import DxLinearAlgebra
import Testing

@Suite("Choice of a backend")
struct BackendChoiceTests {
  #if OpenBLAS
    @Test("with the trait on, the default is the library")
    func traitOn() throws {
      let backend = try #require(OpenBLASBackend())
      #expect(LinearAlgebra.defaultBackend is OpenBLASBackend)
      #expect(["OpenBLAS", "Accelerate"].contains(backend.name))
      #expect(!backend.libraryDescription.isEmpty)
      #expect(backend.isThreadSafe == (backend.threading != .serial))
      #expect((backend.threadCount ?? 1) >= 1)
    }
  #else
    @Test("with the trait off, the default is portable")
    func traitOff() {
      #expect(OpenBLASBackend() == nil)
      #expect(LinearAlgebra.defaultBackend is PortableBackend)
    }
  #endif

  @Test("the portable backend is always there")
  func portable() {
    #expect(PortableBackend().name == "portable")
  }
}
