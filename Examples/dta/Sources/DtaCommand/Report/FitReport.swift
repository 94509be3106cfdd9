/// Everything that `dta fit` says about a fit, in plain numbers.
///
/// A value that is `nil` was not computed. Both formats of the output are
/// written from this; the JSON has fewer of its values than the text.
struct FitReport {
  /// An estimate, and what was computed around it.
  struct Estimate: Hashable {
    var estimate: Double?
    var standardError: Double?
    var lower: Double?
    var upper: Double?
  }

  /// Where the fit ended; the raw values are the ones of the JSON.
  enum Outcome: String, CaseIterable {
    case interior
    case correlationAtMinusOne, correlationAtPlusOne
    case zeroVarianceSensitivity, zeroVarianceSpecificity, zeroVarianceBoth
    case infiniteSensitivity, infiniteSpecificity, infiniteBoth

    /// Whether a mean is infinite.
    var isInfinite: Bool {
      switch self {
      case .infiniteSensitivity, .infiniteSpecificity, .infiniteBoth: true
      default: false
      }
    }
  }

  /// What is known about the optimum.
  struct Certificate {
    var startsAgreed = true
    var gradientNorm: Double?
    var smallestHessianEigenvalue: Double?
    var evaluations: Int?
    var quadratureError: Double?
  }

  /// One of the models that the fit went through on its way to a boundary.
  struct Step: Hashable {
    /// The part of the parameter space; the raw values are those of the JSON.
    enum Face: String, CaseIterable {
      case full, perfectCorrelation
      case zeroVarianceSensitivity, zeroVarianceSpecificity, zeroVarianceBoth
    }

    var face: Face
    var logLikelihood: Double
    var evaluations: Int
  }

  /// The studies that entered the fit.
  struct Data {
    var studies = 0
    // Not integers: the sum of many large counts must not overflow.
    var diseased = 0.0
    var healthy = 0.0
    /// How many studies were given the continuity correction.
    var correctedStudies = 0
    /// The names of the studies that were left out, on the user's demand.
    var droppedStudies: [String] = []
  }

  /// The estimated means, on the logit scale.
  struct Mean {
    var logitSensitivity: Double?
    var logitSpecificity: Double?
    /// The covariance matrix by rows, the sensitivity first.
    var covariance: [[Double]]?
  }

  /// The estimated covariance between studies, on the logit scale.
  struct BetweenStudy {
    var varianceLogitSensitivity: Double?
    var varianceLogitSpecificity: Double?
    var correlation: Double?
  }

  /// The accuracy of the average study.
  struct Summary {
    var sensitivity: Estimate?
    var specificity: Estimate?
    var falsePositiveRate: Estimate?
    var diagnosticOddsRatio: Estimate?
    var positiveLikelihoodRatio: Estimate?
    var negativeLikelihoodRatio: Estimate?
  }

  /// Where the accuracy of a new study is expected.
  struct Prediction {
    var sensitivity: Estimate?
    var specificity: Estimate?
  }

  /// The parameters of the hierarchical summary ROC model.
  struct HSROC {
    var lambda: Estimate?
    var theta: Estimate?
    var beta: Estimate?
    var varianceAlpha: Estimate?
    var varianceTheta: Estimate?
  }

  /// What is computed from the summary ROC curve.
  struct SROC {
    /// Whose curve it is, in words.
    var curve: String?
    var areaUnderCurve: Estimate?
    var partialAreaUnderCurve: Estimate?
    /// The false-positive rates between which the partial area lies.
    var partialRange: ClosedRange<Double>?
    /// The curve with the studies, drawn in text.
    var plot: String?
  }

  /// One measure of heterogeneity; each definition is a measure of its own.
  struct HeterogeneityMeasure {
    /// The name of the definition, as it stands in the JSON.
    var key: String
    /// The definition in words, with its source.
    var label: String
    /// A share, from 0 to 1.
    var value: Double?
    /// What the number does not say.
    var caveat: String?
  }

  /// Cochran's test that the studies do not differ.
  struct HomogeneityTest {
    /// What is tested, in words.
    var label: String
    var statistic: Double
    var degreesOfFreedom: Int
    var pValue: Double
  }

  /// A test for a trade-off between sensitivity and specificity.
  struct ThresholdTest {
    /// The test in words.
    var label: String
    var estimate: Double?
    var pValue: Double?
    /// What the test does not say.
    var caveat: String?
  }

  /// What a result of the test means for a subject.
  struct AtPrevalence {
    var value: Double
    var positivePredictiveValue: Estimate?
    var negativePredictiveValue: Estimate?
    var f1: Estimate?
  }

  var settings: FitSettings
  var data: Data
  var outcome: Outcome
  var quadratureNodes: Int?
  var certificate = Certificate()
  var steps: [Step] = []
  var logLikelihood: Double?
  var aic: Double?
  var bic: Double?
  var mean = Mean()
  var betweenStudy = BetweenStudy()
  var summary = Summary()
  var prediction = Prediction()
  var hsroc = HSROC()
  var sroc = SROC()
  var heterogeneity: [HeterogeneityMeasure] = []
  var homogeneityTests: [HomogeneityTest] = []
  var thresholdTests: [ThresholdTest] = []
  var prevalence: AtPrevalence?
  var regression: Regression?
}
