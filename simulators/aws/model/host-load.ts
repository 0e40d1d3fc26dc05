import { SeededRandom } from '@lcm/core/kernel';

/** From how much to how much a figure moves. */
export interface Swing {
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;

/** What an instance shows at a time: a slow wave with a little noise, the same whenever and however often one asks. */
export function loadAt(what: { readonly id: string; readonly metric: string } & Swing, at: number): number {
  const minutes = Math.floor(at / minute);
  const seed = hashOf(`${what.id} ${what.metric}`);
  const waveMinutes = 120 + (seed % 120);
  const wave = 0.5 + 0.5 * Math.sin((2 * Math.PI * (minutes + (seed % 997))) / waveMinutes);
  const noise = new SeededRandom(seed + minutes).next();
  const share = 0.8 * wave + 0.2 * noise;
  return Number((what.from + (what.to - what.from) * share).toFixed(3));
}

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
