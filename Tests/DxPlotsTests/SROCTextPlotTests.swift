internal import DxAccuracy
internal import DxLinearAlgebra
internal import DxMixedModels
internal import DxOptimization
import DxPlots
import Testing

// The fit and the counts are the published ones of the AuditC review (Kriston
// 2008; mada 0.5.12 vignette, REML). The expected picture was looked at and is
// kept so that a change is seen; the other tests compute where marks belong.

private let auditCCounts: [[Double]] = [
  [47, 101, 9, 738], [126, 272, 51, 1543], [19, 12, 10, 192],
  [36, 78, 3, 276], [130, 211, 19, 959], [84, 68, 2, 89], [68, 112, 0, 423],
  [752, 3226, 0, 2977], [59, 55, 5, 136], [142, 571, 50, 2788],
  [137, 107, 24, 358], [57, 103, 3, 437], [34, 21, 1, 56],
  [152, 88, 51, 264],
]

private let auditCPoints = auditCCounts.compactMap { row in
  SROCStudyPoint(
    Study(
      id: "",
      table: TwoByTwoTable(
        truePositives: row[0], falsePositives: row[1], falseNegatives: row[2],
        trueNegatives: row[3])))
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

/// The lines of a plot, and in them the character at a column and row of the
/// plotting area, from the bottom left.
private struct Picture {
  var lines: [[Character]]
  var rows: Int

  init(_ plot: SROCTextPlot) {
    lines = plot.rendered().split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(Array.init)
    rows = plot.rows
  }

  subscript(column: Int, row: Int) -> Character {
    let line = lines[rows - row]
    return column + 6 < line.count ? line[column + 6] : " "
  }
}

extension SROCTextPlot {
  fileprivate var summaryMark: Character { style == .ascii ? "@" : "◆" }
}

@Suite("SROC plot in text")
struct SROCTextPlotTests {
  @Test("looks as it did")
  func picture() {
    let plot = SROCTextPlot(studies: auditCPoints, fit: auditCFit)
    #expect(plot.rendered() == auditCPicture)
    #expect(plot.rendered() == plot.rendered())
  }

  @Test("is ASCII, or shows Braille")
  func styles() {
    var plot = SROCTextPlot(studies: auditCPoints, fit: auditCFit)
    #expect(plot.rendered().allSatisfy { $0.isASCII })
    plot.style = .unicode
    let text = plot.rendered()
    #expect(text.contains("◆"))
    #expect(
      text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
  }

  @Test("fits a terminal and ends its lines", arguments: [21, 40, 61, 74])
  func width(columns: Int) {
    let plot = SROCTextPlot(
      studies: auditCPoints, summaryPoint: auditCFit.mean, columns: columns)
    let text = plot.rendered()
    #expect(text.hasSuffix("\n"))
    let lines = text.split(separator: "\n")
    #expect(
      lines.allSatisfy { $0.count <= columns + 8 || $0.contains("studies") })
    #expect(lines.allSatisfy { $0.last != " " })
  }

  @Test("puts marks where they belong")
  func marks() {
    // 41 columns and 21 rows: 0.025 and 0.05 a cell.
    let plot = SROCTextPlot(
      studies: [
        SROCStudyPoint(falsePositiveRate: 0, sensitivity: 0),
        SROCStudyPoint(falsePositiveRate: 1, sensitivity: 1),
        SROCStudyPoint(falsePositiveRate: 0.25, sensitivity: 0.8),
        SROCStudyPoint(falsePositiveRate: 0.75, sensitivity: 0.4),
        SROCStudyPoint(falsePositiveRate: 0.751, sensitivity: 0.401),
      ],
      summaryPoint: LogitPair(logitSensitivity: 0, logitSpecificity: 0),
      columns: 41, rows: 21)
    let picture = Picture(plot)
    #expect(picture[0, 0] == "o")
    #expect(picture[40, 20] == "o")
    #expect(picture[10, 16] == "o")
    #expect(picture[30, 8] == "2")
    #expect(picture[20, 10] == "@")
    let marks = picture.lines.prefix(22).joined().filter { "o@".contains($0) }
    // The title of these lines, "Sensitivity", has no such character.
    #expect(marks.count == 4)
  }

  @Test("counts no further than nine")
  func manyStudies() {
    let point = SROCStudyPoint(falsePositiveRate: 0.5, sensitivity: 0.5)
    let plot = SROCTextPlot(
      studies: Array(repeating: point, count: 12), columns: 21, rows: 11)
    #expect(Picture(plot)[10, 5] == "9")
  }

  @Test("draws the curve through its points")
  func curve() {
    // y = x is the diagonal.
    let plot = SROCTextPlot(
      studies: [], curve: SROCCurve(intercept: 0, slope: 1), columns: 21,
      rows: 21)
    let picture = Picture(plot)
    for index in 0...20 { #expect(picture[index, index] == "*") }
    // Only over its range.
    let part = SROCTextPlot(
      studies: [], curve: SROCCurve(intercept: 0, slope: 1),
      curveRange: FalsePositiveRateRange(lower: 0.25, upper: 0.75),
      columns: 21, rows: 21)
    #expect(Picture(part)[10, 10] == "*")
    #expect(Picture(part)[4, 4] == " ")
    #expect(Picture(part)[16, 16] == " ")
  }

  @Test("shows a window")
  func window() {
    let points = [
      SROCStudyPoint(falsePositiveRate: 0.12, sensitivity: 0.81),
      SROCStudyPoint(falsePositiveRate: 0.28, sensitivity: 0.99),
    ]
    let window = TextPlotWindow(around: points)
    // To a rounding of the twentieths.
    #expect(window.falsePositiveRates == 0.1...0.3)
    #expect(window.sensitivities == 0.8...1)
    let plot = SROCTextPlot(
      studies: points, summaryPoint: auditCFit.mean, window: window)
    #expect(plot.rendered().contains("0.96 +"))
    #expect(TextPlotWindow(around: []) == .full)
    let one = TextPlotWindow(around: [
      SROCStudyPoint(falsePositiveRate: 1, sensitivity: 1)
    ])
    #expect(one.sensitivities == 0.95...1)
  }

  @Test("leaves out what a fit does not define")
  func degenerateFit() {
    var fit = auditCFit
    fit.betweenStudyCovariance = .zero
    fit.studyCount = 2
    let plot = SROCTextPlot(studies: Array(auditCPoints.prefix(2)), fit: fit)
    #expect(plot.curve == nil)
    #expect(plot.confidenceRegion == nil)
    #expect(plot.rendered().contains("@"))
    let empty = SROCTextPlot(studies: []).rendered()
    #expect(empty.contains("False-positive rate"))
    #expect(!empty.contains("stud"))
  }

  @Test("shows an infinite mean on the edge, and no curve or region")
  func infiniteMean() {
    for style in [TextPlotStyle.ascii, .unicode] {
      var fit = auditCFit
      fit.mean = LogitPair(logitSensitivity: .infinity, logitSpecificity: 0)
      fit.meanCovariance.m11 = .infinity
      fit.betweenStudyCovariance = SymmetricMatrix2x2(0, 0, 0.4)
      fit.boundary = .zeroVarianceFirst
      let plot = SROCTextPlot(studies: auditCPoints, fit: fit, style: style)
      #expect(plot.curve == nil)
      #expect(plot.confidenceRegion == nil)
      #expect(plot.predictionRegion == nil)
      // Halfway along the upper edge.
      #expect(Picture(plot)[30, 20] == plot.summaryMark)
    }
  }

  @Test("has no point for an empty arm")
  func emptyArm() {
    let table = TwoByTwoTable(
      truePositives: 3, falsePositives: 0, falseNegatives: 1, trueNegatives: 0)
    #expect(SROCStudyPoint(Study(id: "a", table: table)) == nil)
  }
}

private let auditCPicture = """
  Sensitivity
  1.00 +            .o. . . . . **o****o. . . .
       |       . . o++++o********    . . . .
       |      .   ++*@***o+       . .
       |     . o +*o* o++     . .
  0.80 +    .    **+++       .
       |        **o+   o  . .
       |    .  **o       .
       |   .o **        .
  0.60 +      *      . .
       |   . **     .
       |     *     .
       |   .**    .
  0.40 +    *   .
       |   .*  .
       |      .
       |   . .
  0.20 +    .
       |
       |
       |
  0.00 +
       ++-----------+-----------+-----------+-----------+-----------+
      0.00        0.20        0.40        0.60        0.80        1.00
                             False-positive rate
        o 14 studies  @ mean  * SROC  + 95% confidence  . 95% prediction

  """
