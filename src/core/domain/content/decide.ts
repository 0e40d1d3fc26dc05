import type { Instant } from '../../kernel/index.ts';
import {
  type ContentEvent,
  type ContentPackageState,
  type ContentSourceState,
  contentSourceId,
  type PackageLook,
} from './content.ts';

interface Run {
  readonly place: string;
  readonly startedAt: Instant;
}

export interface ContentReading extends Run {
  /** Of every package that there is. */
  readonly looks: readonly PackageLook[];
}

/**
 * What a run found that was not known: nothing when all is as it was. It is told by what is known of the source and not by
 * what the run did, so that whoever comes after one that died in the middle tells the same.
 */
export function noteReading(
  source: ContentSourceState | undefined,
  { place, startedAt, looks }: ContentReading,
  at: Instant,
): ContentEvent[] {
  const known = new Map(source?.packages.map((each) => [each.folder, each]));
  const news = looks.filter((look) => isNews(known.get(look.folder), look));
  const vanished = vanishedOf(source, looks);
  const isBack = source?.trouble !== undefined;
  if (source !== undefined && news.length + vanished.length === 0 && !isBack) return [];
  return [{ type: 'ContentRead', id: contentSourceId(place), place, startedAt, looks: news, vanished, at }];
}

/** Folders that were there and are not any more; each is told once. */
function vanishedOf(source: ContentSourceState | undefined, looks: readonly PackageLook[]): readonly string[] {
  const there = new Set(looks.map(({ folder }) => folder));
  const packages = source?.packages ?? [];
  return packages.flatMap(({ folder, result }) => (result === 'vanished' || there.has(folder) ? [] : [folder]));
}

/** Once for as long as it lasts. */
export function noteUnreachable(
  source: ContentSourceState | undefined,
  { place, startedAt, message }: Run & { readonly message: string },
  at: Instant,
): ContentEvent[] {
  if (source?.trouble?.message === message) return [];
  return [{ type: 'ContentUnreachable', id: contentSourceId(place), place, startedAt, message, at }];
}

/** What was published stays so: that the next run finds it unchanged is no news. */
function isNews(known: ContentPackageState | undefined, look: PackageLook): boolean {
  if (known === undefined || known.hash !== look.hash) return true;
  const before = known.result === 'published' ? 'unchanged' : known.result;
  return before !== look.result || (look.result !== 'unchanged' && known.message !== look.message);
}
