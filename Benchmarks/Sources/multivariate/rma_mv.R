# Times metafor's rma.mv on the files that `multivariate csv FOLDER` writes.
#
#   Rscript rma_mv.R FILE.csv [REPEATS] [STRUCTURE]
#
# STRUCTURE is UN (the default), CS, HCS, AR, ID or DIAG. Prints the median
# time in milliseconds and the restricted log-likelihood, in the convention of
# the library.

suppressPackageStartupMessages(library(metafor))

arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], check.names = FALSE)
repeats <- if (length(arguments) > 1) as.integer(arguments[2]) else 3
structure <- if (length(arguments) > 2) arguments[3] else "UN"

p <- sum(grepl("^y[0-9]+$", names(data)))
mark <- if (p > 9) "_" else ""
moderators <- grep("^x[0-9]*$", names(data), value = TRUE)

# One row for each value that is reported, and the blocks of their covariance.
blocks <- list()
rows <- list()
for (i in seq_len(nrow(data))) {
  reported <- which(!is.na(unlist(data[i, paste0("y", seq_len(p))])))
  if (length(reported) == 0) next
  s <- matrix(NA_real_, p, p)
  for (column in seq_len(p)) for (row in column:p)
    s[row, column] <- s[column, row] <-
      data[[paste0("s", row, mark, column)]][i]
  blocks[[length(blocks) + 1]] <- s[reported, reported, drop = FALSE]
  row <- data.frame(
    study = i, outcome = reported,
    y = unlist(data[i, paste0("y", reported)]), row.names = NULL)
  for (name in moderators) row[[name]] <- data[[name]][i]
  rows[[length(rows) + 1]] <- row
}
long <- do.call(rbind, rows)
long$outcome <- factor(long$outcome)
v <- bldiag(blocks)

terms <- if (p > 1) c("outcome", paste0("outcome:", moderators)) else moderators
if (length(moderators) == 0) terms <- if (p > 1) "outcome" else "1"
means <- as.formula(
  paste("~", paste(terms, collapse = " + "), if (p > 1) "- 1"))

times <- numeric(repeats)
for (index in seq_len(repeats)) {
  times[index] <- system.time(
    fit <- rma.mv(
      y, v, mods = means, random = ~ outcome | study, struct = structure,
      data = long, method = "REML", sparse = TRUE))[["elapsed"]]
}
cat(
  "metafor", as.character(packageVersion("metafor")), structure,
  "ms", format(1000 * median(times), digits = 4),
  "logLik", format(as.numeric(logLik(fit)), digits = 12), "\n")
