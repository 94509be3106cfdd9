# Fits the bivariate binomial-normal model to each simulated review with lme4
# and glmmTMB as their users would: default optimiser, default tolerances, one
# call, no second attempt. Both maximise the Laplace approximation.
#
#   Rscript peers_binomial.R reviews.csv peers_binomial.csv
#
# One row a package and review. The two outcomes are (logit sensitivity, logit
# specificity); `sigma11, sigma12, sigma22` is the covariance of their random
# effects. README.md of the folder above describes each column.

suppressPackageStartupMessages({
  library(lme4)
  library(glmmTMB)
})

arguments <- commandArgs(trailingOnly = TRUE)
reviews <- read.csv(arguments[1])
columns <- c("scenario", "dataset")
keys <- unique(reviews[, columns])

# Two binomials a study: the diseased and the healthy who were classified
# correctly, of those examined.
long_table <- function(review) {
  study <- seq_len(nrow(review))
  arm <- rep(c("diseased", "healthy"), each = nrow(review))
  data.frame(
    study = factor(c(study, study)),
    arm = factor(arm),
    y = c(review$tp, review$tn),
    n = c(review$tp + review$fn, review$fp + review$tn))
}

# The value of an expression, with the warnings and messages it gave; an error
# leaves the value empty.
listen <- function(expression) {
  warnings <- character()
  messages <- character()
  value <- NULL
  error <- ""
  tryCatch(
    withCallingHandlers(
      value <- expression,
      warning = function(w) {
        warnings <<- c(warnings, conditionMessage(w))
        invokeRestart("muffleWarning")
      },
      message = function(m) {
        messages <<- c(messages, conditionMessage(m))
        invokeRestart("muffleMessage")
      }),
    error = function(e) error <<- conditionMessage(e))
  list(value = value, warnings = warnings, messages = messages, error = error)
}

formula <- cbind(y, n - y) ~ 0 + arm + (0 + arm | study)

peers <- list(
  lme4 = list(
    fit = function(data) glmer(formula, family = binomial, data = data),
    estimates = function(fit) list(
      converged = is.null(fit@optinfo$conv$lme4$code) ||
        all(fit@optinfo$conv$lme4$code >= 0),
      optimiser_code = fit@optinfo$conv$opt,
      positive_definite = NA,
      singular = isSingular(fit),
      objective = as.numeric(logLik(fit)),
      reported = as.numeric(logLik(fit)),
      beta = fixef(fit),
      sigma = as.matrix(VarCorr(fit)$study),
      vcov = as.matrix(vcov(fit)))),
  glmmTMB = list(
    fit = function(data) glmmTMB(formula, family = binomial, data = data),
    estimates = function(fit) list(
      converged = fit$fit$convergence == 0 && fit$sdr$pdHess,
      optimiser_code = fit$fit$convergence,
      positive_definite = fit$sdr$pdHess,
      singular = NA,
      objective = -fit$fit$objective,
      reported = as.numeric(logLik(fit)),
      beta = fixef(fit)$cond,
      sigma = as.matrix(VarCorr(fit)$cond$study),
      vcov = as.matrix(vcov(fit)$cond))))

number <- function(x) {
  if (length(x) != 1 || is.na(x)) "" else formatC(x, digits = 17, width = 1)
}
flag <- function(x) {
  if (length(x) != 1 || is.na(x)) "" else as.character(as.integer(x))
}
text <- function(x) {
  x <- paste(unique(trimws(gsub("[[:space:]]+", " ", x))), collapse = "; ")
  if (x == "") "" else paste0("\"", gsub("\"", "\"\"", x), "\"")
}

row <- function(name, key, outcome) {
  e <- outcome$value
  se <- suppressWarnings(sqrt(diag(e$vcov)))
  sigma <- e$sigma
  paste(
    name, key$scenario, key$dataset, text(outcome$error),
    text(outcome$warnings), text(outcome$messages), flag(e$converged),
    flag(e$optimiser_code), flag(e$positive_definite), flag(e$singular),
    number(e$reported), number(e$objective),
    number(e$beta[1]), number(e$beta[2]),
    number(sigma[1, 1]), number(sigma[2, 1]), number(sigma[2, 2]),
    number(se[1]), number(se[2]), sep = ",")
}

lines <- paste0(
  "peer,scenario,dataset,error,warnings,messages,converged,optimiser_code,",
  "positive_definite_hessian,singular,reported_ll,ll,logit_sensitivity,",
  "logit_specificity,sigma11,sigma12,sigma22,se_sensitivity,se_specificity")
for (name in names(peers)) {
  peer <- peers[[name]]
  for (index in seq_len(nrow(keys))) {
    key <- keys[index, ]
    data <- long_table(merge(reviews, key, sort = FALSE))
    outcome <- listen(peer$estimates(peer$fit(data)))
    # The singular matrix of an empty outcome is subscripted as an empty one.
    if (is.null(outcome$value)) {
      outcome$value <- list(
        sigma = matrix(NA, 2, 2), vcov = matrix(NA, 2, 2), beta = c(NA, NA))
    }
    lines <- c(lines, row(name, key, outcome))
  }
}
con <- file(arguments[2], open = "wb")
writeLines(lines, con, sep = "\n")
close(con)
message(
  R.version.string, "; lme4 ", packageVersion("lme4"),
  ", glmmTMB ", packageVersion("glmmTMB"), ", TMB ", packageVersion("TMB"))
