# Compares multivariate_results.json with metafor 3.8-1 (R 4.2.2).
#
# Prints the largest difference of each quantity. The covariances of the
# random effects are added to those within studies, so that metafor has
# nothing to estimate.
suppressMessages(library(metafor))
cases <- jsonlite::fromJSON("multivariate_results.json", simplifyVector=FALSE)
num <- function(x) vapply(x, function(v) if (is.null(v)) NA_real_ else v, 0)
mat <- function(x) do.call(rbind, lapply(x, num))
for (case in cases) {
  p <- case$p
  rows <- do.call(rbind, lapply(seq_along(case$y), function(i)
    do.call(rbind, lapply(seq_len(p), function(j)
      if (!is.null(case$y[[i]][[j]])) c(i, j)))))
  n <- nrow(rows)
  psi <- mat(case$psi)
  V <- matrix(0, n, n); X <- NULL
  for (a in 1:n) for (b in 1:n) {
    i <- rows[a,1]; h <- rows[b,1]; j <- rows[a,2]; l <- rows[b,2]
    if (i == h) {
      u <- max(j,l) - 1; v <- min(j,l)
      V[a,b] <- case$s[[i]][[u*(u+1)/2 + v]] + psi[j,l]
    }
    for (level in case$levels)
      if (level$groups[[i]] == level$groups[[h]])
        V[a,b] <- V[a,b] + level$psi[[j]][[l]]
  }
  each <- function(j) unlist(lapply(case$terms, function(t)
    if (t$scope == "each" || (t$scope == "only" && (j-1) %in% unlist(t$outcomes)))
      lapply(t$columns, identity)), recursive=FALSE)
  for (j in 1:p) for (col in each(j))
    X <- cbind(X, ifelse(rows[,2] == j, num(col)[rows[,1]], 0))
  for (t in case$terms) if (t$scope == "shared") for (col in t$columns)
    X <- cbind(X, num(col)[rows[,1]])
  y <- apply(rows, 1, function(r) case$y[[r[1]]][[r[2]]])
  fit <- rma.mv(y, V, mods=X, intercept=FALSE)
  e <- case$expected
  say <- function(what, a, b) cat(case$name, what, max(abs(a - b), na.rm=TRUE), "\n")
  say("coefficients", coef(fit), num(e$coefficients))
  say("covariance", vcov(fit), mat(e$covariance))
  say("QM", fit$QM, e$wald_all[[1]])
  say("hat", hatvalues(fit), num(e$hat))
  say("rstandard", rstandard(fit)$z, num(e$standardized))
  study <- rows[,1]
  say("rstudent", rstudent(fit)$z, num(e$deleting_values$studentized))
  st <- try(rstudent(fit, cluster=study), silent=TRUE)
  if (!inherits(st, "try-error"))
    say("rstudent study", st$obs$z, num(e$deleting_studies$studentized))
  cook <- cooks.distance(fit, cluster=study)
  say("cook study", cook, num(e$deleting_studies$cook))
  say("dfbetas study", as.matrix(dfbetas(fit, cluster=study)), mat(e$deleting_studies$dfbetas))
  cluster <- unlist(case$clusters)[study]
  r0 <- robust(fit, cluster=cluster, adjust=FALSE)
  say("CR0", r0$vb, mat(e$robust$CR0$covariance))
  r1 <- robust(fit, cluster=cluster)
  m <- e$robust$m
  say("CR1p", r1$vb, m/(m-length(coef(fit)))*mat(e$robust$CR0$covariance))
}
