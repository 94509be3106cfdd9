extension FitReport {
  /// Fits the model, and collects what is computed from the fit.
  ///
  /// This is the only place where the command line meets the library.
  init(
    fitting rows: [StudyRow], settings: FitSettings
  ) throws(FitFailure) {
    throw .noEstimate("the model cannot be fitted yet")
  }
}
