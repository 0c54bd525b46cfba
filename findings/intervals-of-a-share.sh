#!/usr/bin/env bash
# scipy 1.16.3, statsmodels 0.14.5: what «the interval of a share» is by default.
#
# What is done: the interval of 48 right among 50 and of 50 among 50 is asked of scipy's binomtest(...).proportion_ci()
# and of statsmodels' proportion_confint() without saying which; then Wilson's of both is compared with the formula that
# reports/share_interval.py has, for every sample up to 120.
# Expected: one interval, or a question.
# Seen: scipy's default is the exact one (Clopper-Pearson), statsmodels' the normal one, cut off at 1: of 50 among 50 it
# says that the share is 1 and nothing else. Named «wilson» both are the same and equal the formula to 1e-9.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check scipy==1.16.3 statsmodels==0.14.5
cat >"$here/try.py" <<'PYTHON'
import sys
from math import sqrt

from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

Z = 1.959963984540054


def formula(right, of):
    share = right / of
    middle, half = share + Z * Z / (2 * of), Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return (middle - half) / (1 + Z * Z / of), (middle + half) / (1 + Z * Z / of)


def near(one, other):
    return all(abs(a - b) < 1e-9 for a, b in zip(one, other))


exact, normal = binomtest(48, 50).proportion_ci(), proportion_confint(48, 50)
print("48/50: scipy's default", tuple(exact), "statsmodels' default", normal, "Wilson", formula(48, 50))
print("50/50: statsmodels' default", proportion_confint(50, 50))
same = all(
    near(binomtest(right, of).proportion_ci(method="wilson"), formula(right, of))
    and near(proportion_confint(right, of, method="wilson"), formula(right, of))
    for of in range(1, 121)
    for right in range(of + 1)
)
is_exact = near(exact, proportion_confint(48, 50, method="beta"))
is_point = near(proportion_confint(50, 50), (1, 1))
print("Wilson's are equal:", same, "scipy's default is exact:", is_exact, "50/50 is a point:", is_point)
sys.exit(0 if same and is_exact and is_point else 1)
PYTHON
"$here/venv/bin/python" "$here/try.py"
