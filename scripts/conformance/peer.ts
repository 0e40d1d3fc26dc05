import type { Ended } from './program.ts';

/** What a peer's own script put on this machine. */
export interface Installed {
  readonly version: string;
  readonly program: string;
}

/** What a check found. Each problem is one thing that failed, with what the peer said. */
export interface Findings {
  readonly passed: number;
  readonly problems: readonly string[];
}

/** A program of somebody else's, installed by `<name>.sh`, and what it is to find of ours. */
export interface Peer {
  readonly name: string;
  readonly against: string;
  /** Until its installation is given up; 100 s when nothing is said. */
  readonly installLimitMs?: number;
  readonly check: (installed: Installed) => Promise<Findings>;
}

export type Verdict = { readonly skipped: string } | (Findings & { readonly version: string });

type Said = Pick<Ended, 'code' | 'output'>;

/** What an installing script exits with when this machine cannot have the peer, through no fault of ours. */
const cannot = 3;

const lastLineOf = (output: string): string => output.trimEnd().split('\n').at(-1) ?? '';

function installedBy({ code, output }: Said): Installed | undefined {
  const [, version, program] = /^(\S+) (\/.+)$/.exec(lastLineOf(output)) ?? [];
  return code === 0 && version !== undefined && program !== undefined ? { version, program } : undefined;
}

/**
 * What an installing script said. Where everything is to be checked (CI) a failed installation is a failure, unless
 * there was nowhere to install from; elsewhere its peer is skipped.
 */
export function installedOr(ended: Said, isCi: boolean): Installed | Verdict {
  const installed = installedBy(ended);
  if (installed) return installed;
  const said = ended.output.trim() || `its installation ended with ${ended.code} and said nothing`;
  if (ended.code === cannot || !isCi) return { skipped: lastLineOf(said) };
  return { version: '(not installed)', passed: 0, problems: [said] };
}

/** A check that found nothing at all has not checked anything. */
export function verdictOf(version: string, { passed, problems }: Findings): Verdict {
  const isBlind = passed === 0 && problems.length === 0;
  return { version, passed, problems: isBlind ? ['nothing was checked'] : problems };
}

export function lineOf({ name, against }: Peer, verdict: Verdict): string {
  if ('skipped' in verdict) return `skipped  ${name} against ${against}: ${verdict.skipped}`;
  const { version, passed, problems } = verdict;
  const word = problems.length === 0 ? 'ok     ' : 'FAILED ';
  const heading = `${word}  ${name} ${version} against ${against}: ${passed} held, ${problems.length} did not`;
  const details = problems.flatMap((problem) => problem.split('\n')).map((line) => `         ${line.slice(0, 400)}`);
  return [heading, ...details].join('\n');
}
