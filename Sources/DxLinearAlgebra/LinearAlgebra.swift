/// The choice of the backend that this build of the library carries.
public enum LinearAlgebra {
  /// The fastest backend in this build.
  ///
  /// It is ``OpenBLASBackend`` if the package trait `OpenBLAS` is on, and
  /// ``PortableBackend`` otherwise.
  public static var defaultBackend: any LinearAlgebraBackend {
    if let backend = OpenBLASBackend() { return backend }
    return PortableBackend()
  }
}
