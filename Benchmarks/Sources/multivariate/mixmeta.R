# Times mixmeta on the files that `multivariate csv FOLDER` writes.
#
#   Rscript mixmeta.R FILE.csv [REPEATS] [STRUCTURE]
#
# STRUCTURE is unstr (the default), diag, id, cs, hcs or ar1. Prints the median
# time in milliseconds and the restricted log-likelihood, in the convention of
# the library. mixmeta orders the triangles by column, as the files do.

suppressPackageStartupMessages(library(mixmeta))

arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], check.names = FALSE)
repeats <- if (length(arguments) > 1) as.integer(arguments[2]) else 3
structure <- if (length(arguments) > 2) arguments[3] else "unstr"

p <- sum(grepl("^y[0-9]+$", names(data)))
mark <- if (p > 9) "_" else ""
moderators <- grep("^x[0-9]*$", names(data), value = TRUE)
y <- as.matrix(data[paste0("y", seq_len(p))])
triangle <- unlist(lapply(seq_len(p), function(column)
  paste0("s", column:p, mark, column)))
s <- as.matrix(data[triangle])
right <- if (length(moderators) > 0) paste(moderators, collapse = " + ") else 1
model <- as.formula(paste("y ~", right))

times <- numeric(repeats)
for (index in seq_len(repeats)) {
  times[index] <- system.time(
    fit <- mixmeta(
      model, S = s, data = data, method = "reml", bscov = structure,
      control = list(maxiter = 1000, reltol = 1e-12)))[["elapsed"]]
}
cat(
  "mixmeta", as.character(packageVersion("mixmeta")), structure,
  "ms", format(1000 * median(times), digits = 4),
  "logLik", format(as.numeric(logLik(fit)), digits = 12),
  "converged", fit$converged, "\n")
