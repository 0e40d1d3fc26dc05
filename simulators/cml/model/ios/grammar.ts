import { execPhrases, globalPhrases, subPhrases } from './phrases.ts';

interface Branch {
  readonly word: string;
  readonly next: Branch[];
  ends: boolean;
}

export interface Understood {
  /** The command with its known words written out. */
  readonly line: string;
  /** How many words were known. */
  readonly depth: number;
  /** A word is still missing. */
  readonly incomplete: boolean;
  readonly ambiguous: boolean;
}

export type Grammar = readonly Branch[];

function grow(phrases: string): Grammar {
  const roots: Branch[] = [];
  for (const phrase of phrases.split(';')) {
    let level = roots;
    let branch: Branch | undefined;
    for (const word of phrase.trim().split(/\s+/)) {
      branch = level.find((one) => one.word === word);
      if (!branch) {
        branch = { word, next: [], ends: false };
        level.push(branch);
      }
      level = branch.next;
    }
    if (branch) branch.ends = true;
  }
  return roots;
}

export const execGrammar = grow(execPhrases);
export const globalGrammar = grow(globalPhrases);
export const subGrammar = grow(subPhrases);

function choose(level: readonly Branch[], word: string): Branch | 'ambiguous' | undefined {
  const lower = word.toLowerCase();
  const named = level.filter((branch) => branch.word !== '*');
  const exact = named.find((branch) => branch.word.toLowerCase() === lower);
  if (exact) return exact;
  const starting = named.filter((branch) => branch.word.toLowerCase().startsWith(lower));
  if (starting.length === 1) return starting[0];
  const any = level.find((branch) => branch.word === '*');
  return any ?? (starting.length > 1 ? 'ambiguous' : undefined);
}

/** Writes out abbreviated words for as long as the grammar knows them; the rest stays exactly as typed. */
export function understand(grammar: Grammar, text: string): Understood {
  const words = [...text.matchAll(/\S+/g)];
  const known: string[] = [];
  let level: readonly Branch[] = grammar;
  let ends = false;
  for (const { 0: word, index } of words) {
    const branch = choose(level, word);
    if (branch === 'ambiguous')
      return { line: join(known, text.slice(index)), depth: known.length, incomplete: false, ambiguous: true };
    if (!branch)
      return { line: join(known, text.slice(index)), depth: known.length, incomplete: false, ambiguous: false };
    known.push(branch.word === '*' ? word : branch.word);
    level = branch.next;
    ({ ends } = branch);
    if (level.length === 0)
      return {
        line: join(known, text.slice(index + word.length)),
        depth: known.length,
        incomplete: false,
        ambiguous: false,
      };
  }
  return { line: known.join(' '), depth: known.length, incomplete: !ends, ambiguous: false };
}

function join(known: readonly string[], rest: string): string {
  return [...known, rest.trim()].filter((part) => part !== '').join(' ');
}
