internal import Testing

@testable internal import DtaCommand

@Suite("Multivariate, input")
struct MultivariateInputTests {
  private static let header = "study,y1,y2,s11,s21,s22,x\n"
  private static let rows = """
    A,0.1,0.2,0.02,0.01,0.03,1
    B,0.3,0.1,0.01,0.00,0.02,2
    C,0.2,0.5,0.03,0.01,0.04,4
    D,0.6,0.4,0.02,-0.01,0.03,3

    """

  private func run(_ text: String, _ arguments: [String] = []) throws
    -> CommandResult
  {
    try withTemporaryFile(text.utf8) { path in
      var result = runDta(["multivariate", path] + arguments)
      result.diagnostics = result.diagnostics
        .split(separator: path, omittingEmptySubsequences: false)
        .joined(separator: "FILE")
      return result
    }
  }

  @Test("says what is wrong with a file, and where")
  func badInput() throws {
    let cases: [(text: String, message: String)] = [
      ("", ": the file is empty"),
      (Self.header, ": there is a header and no study"),
      (
        "study,tp,fp,fn,tn\nA,1,2,3,4\n",
        ", line 1: the header lacks columns 'y1', 's11'; it has "
          + #""study", "tp", "fp", "fn", "tn""#
      ),
      (
        "study,y1,y2,s11,s22\nA,1,2,3,4\n",
        ", line 1: the header lacks the column 's21'; it has "
          + #""study", "y1", "y2", "s11", "s22""#
      ),
      (
        "study,y1,y3,s11\nA,1,2,3\n",
        #", line 1: the header has the outcome "y3" and no "y2""#
      ),
      (
        "study,y0,y2,s22\nA,1,2,3\n",
        #", line 1: the header has the outcome "y2" and no "y1""#
      ),
      (
        "study,y1,s11,Y1\nA,1,2,3\n",
        #", line 1: the header names the column "Y1" twice"#
      ),
      (
        Self.header + "A,1,2,0.1,0.0,0.1\n",
        ", line 2: the row has 6 fields, and the header has 7"
      ),
      (
        Self.header + Self.rows + "B,1,2,0.1,0,0.1,1\n",
        #", line 6, column study: the study "B" stands on line 3 already"#
      ),
      (
        Self.header + ",1,2,0.1,0,0.1,1\n",
        ", line 2, column study: the name of the study is empty"
      ),
      (
        Self.header + "A,1,two,0.1,0,0.1,1\n",
        #", line 2, column y2: "two" is not a number"#
      ),
      (
        Self.header + "A,1,0x1p3,0.1,0,0.1,1\n",
        #", line 2, column y2: "0x1p3" is not a number"#
      ),
      (
        Self.header + "A,1,inf,0.1,0,0.1,1\n",
        #", line 2, column y2: "inf" is not a finite number"#
      ),
      (
        Self.header + "A,1,1e999,0.1,0,0.1,1\n",
        #", line 2, column y2: "1e999" is too large for a number"#
      ),
      (
        Self.header + "A,1,2,0,0,0.1,1\n",
        #", line 2, column s11: "0" is not above zero, and a variance is"#
      ),
      (
        Self.header + "A,1,2,0.1,0,-3,1\n",
        #", line 2, column s22: "-3" is not above zero, and a variance is"#
      ),
      (
        Self.header + "A,1,2,0.1,0,,1\n",
        ", line 2, column s22: the variance of y2 is missing, and y2 is "
          + "reported"
      ),
      (
        Self.header + "A,1,2,0.1,NA,0.1,1\n",
        ", line 2, column s21: the covariance of y1 and y2 is missing, and "
          + "both are reported; --within-correlation can assume it"
      ),
      (
        Self.header + Self.rows + "E,1,2,0.1,0.1,0.1,1\n",
        ", line 6: the covariance within the study \"E\" is not positive "
          + "definite"
      ),
    ]
    for (text, message) in cases {
      let result = try run(text)
      #expect(result.status == .badInput)
      #expect(result.output.isEmpty)
      #expect(result.diagnostics == "FILE" + message + "\n")
    }
  }

  @Test("does not look at the covariances of what is missing")
  func missing() throws {
    let text = Self.header + Self.rows
    for row in [
      "E,0.7,,0.02,,,9", "E,0.7,NA,0.02,0.5,-1,9", "E,0.7,.,0.02,?,?,9",
      "E,,,,,,9",
    ] {
      let result = try run(text + row + "\n", ["--format", "json"])
      #expect(result.status == .success, "\(result.diagnostics)")
      let count = row.hasPrefix("E,,") ? 8 : 9
      #expect(result.output.contains(#""observations": \#(count)"#))
      #expect(result.output.contains(#""studies": 5"#))
    }
  }

  @Test("takes columns in any order and case, and marks between numbers")
  func headers() throws {
    let plain = try run(Self.header + Self.rows, ["--format", "json"])
    let other = try run(
      """
      X,S2_2,note,Y2,STUDY,s2.1,Y1,S11
      1,0.03,,0.2,A,0.01,0.1,0.02
      2,0.02,,0.1,B,0.00,0.3,0.01
      4,0.04,,0.5,C,0.01,0.2,0.03
      3,0.03,,0.4,D,-0.01,0.6,0.02

      """, ["--format", "json"])
    #expect(
      plain.output
        == other.output.split(separator: "Y").joined(separator: "y"))
  }

  @Test("refuses moderators that are missing or no moderators")
  func moderators() throws {
    let text = Self.header + Self.rows
    let missing = try run(
      text + "E,0.7,0.2,0.02,0.01,0.02,\n", ["--moderator", "x"])
    #expect(missing.status == .badInput)
    #expect(
      missing.diagnostics
        == "FILE, line 6, column x: the value of the moderator is missing\n")
    let outcome = try run(text, ["--moderator", "Y2"])
    #expect(outcome.status == .badInput)
    #expect(
      outcome.diagnostics
        == "FILE, line 1: the column \"y2\" is none of moderators\n")
    let absent = try run(text, ["--moderator", "dose"])
    #expect(absent.status == .badInput)
    #expect(absent.diagnostics.contains("lacks the column 'dose'"))
    let category = try run(
      text + "E,0.7,0.2,0.02,0.01,0.02,low\n",
      ["--moderator", "x", "--center", "x=3"])
    #expect(category.status == .badInput)
    #expect(
      category.diagnostics.hasPrefix(
        #"FILE, line 6, column x: "low" makes the moderator a category"#))
  }

  @Test("ends with status 1 where no estimate exists")
  func noEstimate() throws {
    let header = "study,y1,y2,s11,s21,s22,one,word,rare\n"
    let rows = """
      A,0.1,0.2,0.02,0.01,0.03,1,a,yes
      B,0.3,0.1,0.01,0.00,0.02,1,a,no
      C,0.2,0.5,0.03,0.01,0.04,1,a,no
      D,0.6,,0.02,,,1,a,no

      """
    let cases = [
      ("one", #""one" follows from the columns before it"#),
      ("word", #"the moderator "word" is "a" in all studies"#),
    ]
    for (column, message) in cases {
      let result = try run(header + rows, ["--moderator", column])
      #expect(result.status == .noEstimate)
      #expect(result.output.isEmpty)
      #expect(result.diagnostics.hasPrefix("FILE: no estimate: " + message))
    }
    let silent = "study,y1,y2,s11,s21,s22\nA,1,,1,,\nB,2,,1,,\n"
    let result = try run(silent)
    #expect(result.status == .noEstimate)
    #expect(
      result.diagnostics
        == "FILE: no estimate: 0 of the studies report \"y2\", and its "
        + "coefficients need 1\n")
  }

  @Test(
    "refuses arguments with status 64 and says what is wrong",
    arguments: [
      ([], "<file>"),
      (["-", "--method", "mm"], "mm"),
      (["-", "--structure", "toeplitz"], "toeplitz"),
      (["-", "--structure", "low-rank"], "low-rank"),
      (["-", "--structure", "low-rank:0"], "low-rank:0"),
      (["-", "--structure", "proportional:1,x,2"], "proportional"),
      (["-", "--structure", "ar1:2"], "ar1:2"),
      (["-", "--within-correlation", "1"], "between -1 and 1"),
      (["-", "--within-correlation", "nan"], "between -1 and 1"),
      (["-", "--level", "95"], "write 0.95"),
      (["-", "--moderator", "study"], "no column of covariates"),
      (["-", "--moderator", "a", "--moderator", "A"], "twice"),
      (["-", "--center", "a=1"], "needs --moderator 'a'"),
      (["-", "--moderator", "a", "--center", "a=x"], "a=x"),
      (
        ["-", "--moderator", "a", "--center", "a=1", "--center", "A=2"],
        "twice"
      ),
      (["-", "--backend", "mkl"], "mkl"),
      (["-", "--format", "xml"], "xml"),
    ])
  func usage(arguments: [String], message: String) {
    let result = runDta(["multivariate"] + arguments)
    #expect(result.status == .usage)
    #expect(result.output.isEmpty)
    #expect(result.diagnostics.contains(message))
  }

  @Test("refuses a structure that does not fit the outcomes")
  func structures() throws {
    for (structure, message) in [
      ("low-rank:3", "needs a rank from 1 to 2"),
      ("proportional:1,0.5", "2 outcomes need 3"),
      ("fixed:1,2,1", "not positive semi-definite"),
    ] {
      let result = try run(
        Self.header + Self.rows, ["--structure", structure])
      #expect(result.status == .usage)
      #expect(result.diagnostics.contains(message))
    }
  }

  @Test("shows the first problems of many, and counts them all")
  func manyProblems() throws {
    let bad = (0..<300).map { "S\($0),x,1,1,0,1,1\n" }.joined()
    let result = try run(Self.header + bad)
    #expect(result.status == .badInput)
    let lines = result.diagnostics.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.last?.contains("300 rows are refused in all") == true)
  }

  @Test("reads a large file")
  func large() throws {
    var text = Self.header
    for study in 0..<5000 {
      let y = Double(study * study % 101) / 50 - 1
      text += "S\(study),\(y),\(0.5 * y + 0.1),0.5,0.1,0.4,\(study % 7)\n"
    }
    let result = try run(text, ["--format", "json", "--moderator", "x"])
    #expect(result.status == .success)
    #expect(result.output.contains(#""observations": 10000"#))
  }
}
