/** Of fewer, nine of ten is no more than the slowest. */
const enough = 10;

/** Beyond them lie one in 200, and one in 20, of a normal distribution. */
const oneIn200 = 2.5758;
const oneIn20 = 1.6449;

/** A single one that hung must not stretch what all others took. */
const mostBeyondNinety = 2;

/**
 * How long the next will take at most, in 199 of 200 cases, as far as those before it can tell; undefined of fewer than ten.
 * Durations scatter log-normally, so this is the upper prediction limit of their logarithms (by Student, as their spread
 * is only estimated), but never less than what nine of ten really took, nor more than twice that.
 */
export function nearlyAll(durations: readonly number[]): number | undefined {
  return limitOf(durations, oneIn200);
}

/** The same in 19 of 20 cases: of what something else follows that has room to make up for the twentieth. */
export function nineteenOfTwenty(durations: readonly number[]): number | undefined {
  return limitOf(durations, oneIn20);
}

function limitOf(durations: readonly number[], z: number): number | undefined {
  if (durations.length < enough) return undefined;
  const ninety = nineOfTen(durations);
  return Math.min(Math.max(ninety, predictionLimit(durations, z)), mostBeyondNinety * ninety);
}

/** The shortest of them that nine of ten do not exceed. */
export function nineOfTen(durations: readonly number[]): number {
  return durations.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(durations.length * 0.9) - 1)] ?? 0;
}

function predictionLimit(durations: readonly number[], z: number): number {
  const count = durations.length;
  const logs = durations.map((each) => Math.log(Math.max(each, 1)));
  const mean = logs.reduce((sum, each) => sum + each, 0) / count;
  const variance = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  return Math.exp(mean + studentOf(z, count - 1) * Math.sqrt(variance * (1 + 1 / count)));
}

/** Student's quantile of the same share as `z`, by the expansion of Cornish and Fisher: within 0.3 % from nine degrees on. */
function studentOf(z: number, degrees: number): number {
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  return z + (z ** 3 + z) / 4 / degrees + second / degrees ** 2;
}
