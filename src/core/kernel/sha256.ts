// FIPS 180-4. Synchronous and without a platform module, so that what is hashed here is hashed alike in a
// controller, in the browser and in the simulation.

const firstPrimes = primes(64);
const roundConstants = firstPrimes.map((prime) => fraction(Math.cbrt(prime)));
const initialState = firstPrimes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** The SHA-256 of the text's UTF-8, in lower-case hexadecimal. For identity and integrity, not for secrets. */
export function sha256(text: string): string {
  const words = padded(new TextEncoder().encode(text));
  let state = initialState;
  for (let block = 0; block < words.length; block += 16) state = compress(state, words.slice(block, block + 16));
  return state.map((part) => part.toString(16).padStart(8, '0')).join('');
}

function padded(bytes: Uint8Array): number[] {
  const length = (((bytes.length + 8) >> 6) + 1) << 4;
  const words = Array.from({ length }, () => 0);
  bytes.forEach((byte, at) => {
    words[at >> 2] = word(words, at >> 2) | (byte << (24 - (at % 4) * 8));
  });
  words[bytes.length >> 2] = word(words, bytes.length >> 2) | (0x80 << (24 - (bytes.length % 4) * 8));
  words[length - 2] = Math.floor(bytes.length / 0x2000_0000);
  words[length - 1] = bytes.length << 3;
  return words;
}

function compress(state: readonly number[], block: readonly number[]): number[] {
  const schedule = [...block];
  for (let at = 16; at < 64; at += 1) {
    const early = word(schedule, at - 15);
    const late = word(schedule, at - 2);
    const low = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const high = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule.push((word(schedule, at - 16) + low + word(schedule, at - 7) + high) | 0);
  }
  let round = [...state];
  for (let at = 0; at < 64; at += 1) round = mix(round, word(roundConstants, at) + word(schedule, at));
  return state.map((before, at) => (before + word(round, at)) >>> 0);
}

function mix(state: readonly number[], input: number): number[] {
  const [a, b, c] = [word(state, 0), word(state, 1), word(state, 2)];
  const [e, f, g] = [word(state, 4), word(state, 5), word(state, 6)];
  const upper = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
  const lower = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
  const chosen = (word(state, 7) + upper + ((e & f) ^ (~e & g)) + input) | 0;
  const majority = (a & b) ^ (a & c) ^ (b & c);
  return [(chosen + lower + majority) | 0, a, b, c, (word(state, 3) + chosen) | 0, e, f, g];
}

function rotate(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

function word(words: readonly number[], at: number): number {
  return words[at] ?? 0;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let next = 2; found.length < count; next += 1) {
    if (found.every((prime) => next % prime !== 0)) found.push(next);
  }
  return found;
}
