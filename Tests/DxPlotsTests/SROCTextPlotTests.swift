internal import DxAccuracy
internal import DxLinearAlgebra
internal import DxMixedModels
internal import DxOptimization
internal import DxPlots
import Testing

// The picture was looked at, and is kept so that a change is seen. The fit and
// the points are the published ones of the AuditC review (Kriston 2008; mada
// 0.5.12 vignette), REML.

private let auditCCounts: [[Double]] = [
  [47, 101, 9, 738], [126, 272, 51, 1543], [19, 12, 10, 192],
  [36, 78, 3, 276], [130, 211, 19, 959], [84, 68, 2, 89], [68, 112, 0, 423],
  [752, 3226, 0, 2977], [59, 55, 5, 136], [142, 571, 50, 2788],
  [137, 107, 24, 358], [57, 103, 3, 437], [34, 21, 1, 56],
  [152, 88, 51, 264],
]

private let auditCPoints = auditCCounts.map { row in
  SROCStudyPoint(
    falsePositiveRate: row[1] / (row[1] + row[3]),
    sensitivity: row[0] / (row[0] + row[2]))
}

private let auditCFit = BivariateFit(
  studyCount: 14,
  mean: LogitPair(logitSensitivity: 2.0997422, logitSpecificity: 1.2636909),
  meanCovariance: SymmetricMatrix2x2(0.1141434, -0.0458583, 0.0303914),
  betweenStudyCovariance: SymmetricMatrix2x2(
    1.3795843, -0.6402948, 0.4072082),
  jointCovariance: nil, boundary: .interior,
  certificate: FitCertificate(
    criterion: .gradient, gradientNorm: 0, smallestHessianEigenvalue: 1,
    evaluations: 1),
  logLikelihood: nil)

@Suite("SROC plot in text")
struct SROCTextPlotTests {
  @Test func look() {
    print(SROCTextPlot(studies: auditCPoints, fit: auditCFit).rendered())
    print(
      SROCTextPlot(studies: auditCPoints, fit: auditCFit, style: .unicode)
        .rendered())
    print(
      SROCTextPlot(
        studies: auditCPoints, fit: auditCFit,
        window: TextPlotWindow(around: auditCPoints), style: .unicode
      ).rendered())
  }
}
