import type { CaptureWish } from '@lcm/core/domain/definition';
import type { Suspension, SuspensionCause } from '@lcm/core/domain/session';
import { toIso } from '@lcm/core/kernel';
import type { CmlLab, CmlServer, CmlTopology } from '@lcm/core/ports/cml';
import { orReason } from './or-reason.ts';
import type { PackageDraft } from './package-draft.ts';

/** Of one capture; what is larger is not put into a package. */
const mostBytes = 8 * 1024 * 1024;

type Link = CmlTopology['links'][number];

interface Wanted {
  readonly link: Link;
  readonly wish: CaptureWish;
}

/** Every cable that is meant, once. */
function wantedLinks({ nodes, links }: CmlTopology, wishes: readonly CaptureWish[]): readonly Wanted[] {
  const labelOf = new Map(nodes.map(({ id, label }) => [id, label]));
  return links.flatMap((link) => {
    const ends = link.ends.map(({ node }) => labelOf.get(node) ?? '');
    const wish = wishes.find(
      ({ between: [a, b] }) => ends.includes(a) && ends.includes(b) && (a !== b || ends[0] === ends[1]),
    );
    return wish === undefined ? [] : [{ link, wish }];
  });
}

/**
 * Begins what the lab wants captured, and leaves alone what goes on. What cannot be had is told; nobody’s lab waits for it.
 * @throws CmlError when the host does not answer
 */
export async function startCaptures(
  { id }: Pick<CmlLab, 'id'>,
  cml: CmlServer,
  wishes: readonly CaptureWish[],
): Promise<readonly string[]> {
  if (wishes.length === 0) return [];
  const troubles: string[] = [];
  for (const { link, wish } of wantedLinks(await cml.topology(id), wishes)) {
    const { packets, minutes, filter } = wish;
    // oxlint-disable-next-line no-await-in-loop -- there are few, and a host is asked for one thing at a time
    const begun = await orReason(cml.captures.start(id, link.id, { packets, seconds: minutes * 60, filter }));
    if ('reason' in begun) troubles.push(`${link.label} is not captured: ${begun.reason}`);
  }
  return troubles;
}

/** Nobody’s pause takes a capture away. */
const wentWith: Partial<Record<SuspensionCause, string>> = {
  reset: 'its lab was reset',
  'worker-lost': 'its host was lost',
  'host-down': 'its host was down',
};

/** A lab that began anew has none of the packets of before. */
export function lacksLostCaptures(
  draft: PackageDraft,
  { suspensions = [] }: { readonly suspensions?: readonly Suspension[] | undefined },
): void {
  for (const { cause, until } of suspensions) {
    const why = wentWith[cause];
    if (until === undefined || why === undefined) continue;
    draft.lacks({ kind: 'capture', reason: `what was captured before ${toIso(until)} is lost: ${why}` });
  }
}

interface Collecting {
  readonly lab: Pick<CmlLab, 'id'>;
  readonly cml: CmlServer;
  /** Somebody still works there: what goes on is left to its end. */
  readonly goesOn: boolean;
}

/** Ends the captures and adds what they have. @throws CmlError when the host does not answer */
export async function addCaptures(
  draft: PackageDraft,
  collecting: Collecting,
  { wishes, source }: { readonly wishes: readonly CaptureWish[]; readonly source: string },
): Promise<void> {
  if (wishes.length === 0) return;
  const { lab, cml, goesOn } = collecting;
  for (const { link } of wantedLinks(await cml.topology(lab.id), wishes)) {
    const of = { kind: 'capture', link: link.label } as const;
    if (goesOn) {
      draft.lacks({ ...of, reason: 'it goes on until the end of the session' });
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- each may be large
    const file = await orReason(ended(lab, cml, link));
    if ('reason' in file) draft.lacks({ ...of, reason: file.reason });
    else if (file.value === undefined) draft.lacks({ ...of, reason: 'nothing was captured there' });
    else draft.add({ ...of, source }, file.value);
  }
}

async function ended({ id }: Pick<CmlLab, 'id'>, { captures }: CmlServer, link: Link): Promise<Uint8Array | undefined> {
  await captures.stop(id, link.id);
  return captures.download(id, link.id, mostBytes);
}
