import type { ContentSourceView } from '@lcm/core/contracts/content-source';
import type { DefinitionView } from '@lcm/core/contracts/definition';
import { contentSourceId, noteReading, type PackageLook } from '@lcm/core/domain/content';
import type { Clock } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { type ContentFolder, type ContentSource, ContentSourceError } from '@lcm/core/ports/content-source';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Leadership } from '../leadership.ts';
import { lookAt, type PackageFound, publishedLook, readFolder } from './look-at-package.ts';
import { publishPackage } from './publish-package.ts';

export interface SyncContentDeps {
  readonly source: ContentSource;
  readonly blobs: Blobs;
  readonly controlPlane: ControlPlane;
  readonly leadership: Leadership;
  readonly clock: Clock;
}

export interface ContentFault {
  readonly folder: string;
  /** The first of its faults, and where that is. */
  readonly message: string;
}

export interface SyncReport {
  /** `vlans-two-switches 1.0.0` */
  readonly published: readonly string[];
  readonly unchanged: number;
  /** Packages that were left out, and what is wrong with them. One bad package keeps no other from being published. */
  readonly faults: readonly ContentFault[];
}

/**
 * Publishes every content package that the control plane does not know yet, and tells what became of each. Safe to repeat at
 * any time: what an earlier run published without telling is told by this one.
 */
export async function syncContent(deps: SyncContentDeps): Promise<SyncReport> {
  const { source, controlPlane, clock } = deps;
  const startedAt = clock.now();
  const known = await controlPlane.get('content', contentSourceId(source.place));
  const folders = await listed(deps, known);
  const looks = await looksAt(folders, known, deps);
  const reading = { place: source.place, startedAt, looks };
  if (noteReading(known, reading, startedAt).length > 0) await tell(reading, deps);
  return reportOf(looks);
}

/** That a source cannot be read is told once, and the run has failed. */
async function listed(deps: SyncContentDeps, known: ContentSourceView | undefined): Promise<readonly ContentFolder[]> {
  const { source, clock } = deps;
  const startedAt = clock.now();
  try {
    return await source.list();
  } catch (error) {
    if (error instanceof ContentSourceError && known?.trouble?.message !== error.message)
      await tell({ place: source.place, startedAt, trouble: error.message }, deps);
    throw error;
  }
}

type Told = Parameters<typeof sendReport>[0];

async function tell(told: Told, deps: SyncContentDeps): Promise<void> {
  const answer = await sendReport(told, deps);
  if (!answer.ok) throw new Error(`what was found in ${told.place} was refused: ${answer.rejection.message}`);
}

async function sendReport(
  {
    looks,
    ...run
  }: Pick<Parameters<typeof noteReading>[1], 'place' | 'startedAt'> & {
    readonly looks?: readonly PackageLook[];
    readonly trouble?: string;
  },
  { controlPlane, leadership }: SyncContentDeps,
) {
  const options = { fence: leadership.fence(), correlationId: contentSourceId(run.place) };
  return controlPlane.send('ReportContent', { ...run, ...(looks && { looks: [...looks] }) }, options);
}

/** What is new is published first; then each is told by the definition that there is of it. */
async function looksAt(
  folders: readonly ContentFolder[],
  known: ContentSourceView | undefined,
  deps: SyncContentDeps,
): Promise<readonly PackageLook[]> {
  const { controlPlane } = deps;
  const definitions = byHash(await controlPlane.list('definition'));
  const slugs = new Map<string, string>();
  const found: PackageFound[] = [];
  let isNew = false;
  for (const folder of folders) {
    const look = lookAt(folder, readFolder(folder), slugs);
    if (look.is === 'refused' || definitions.has(look.content.packageHash)) {
      found.push(look);
      continue;
    }
    // One after the other: which version is the next is a question about those before it.
    // oxlint-disable-next-line no-await-in-loop -- see above
    found.push(await publishPackage(folder, look, deps));
    isNew = true;
  }
  const now = isNew ? byHash(await controlPlane.list('definition')) : definitions;
  const before = new Map(known?.packages.map((each) => [each.folder, each]));
  return found.map((each) =>
    each.is === 'refused' ? each.look : publishedLook(each, now.get(each.content.packageHash), before.get(each.folder)),
  );
}

/** Of the same content the one that can be booked, if any of them can. */
function byHash(definitions: readonly DefinitionView[]): ReadonlyMap<string, DefinitionView> {
  const ordered = definitions.toSorted((a, b) => Number(a.status === 'active') - Number(b.status === 'active'));
  return new Map(ordered.map((definition) => [definition.packageHash, definition]));
}

function reportOf(looks: readonly PackageLook[]): SyncReport {
  const published = looks.filter(({ result }) => result === 'published');
  return {
    published: published.map(({ slug, version }) => `${slug} ${version}`),
    unchanged: looks.filter(({ result }) => result === 'unchanged' || result === 'withheld').length,
    faults: looks.filter(({ result }) => result === 'refused').map(({ folder, message }) => ({ folder, message })),
  };
}
