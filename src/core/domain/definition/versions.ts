import { ok, type Result, reject } from '../../kernel/index.ts';
import type { Definition, DefinitionContent, DefinitionRejection } from './definition.ts';

/** What a lab becomes of which there may be versions already. */
export type NextVersion =
  | { readonly is: 'unchanged'; readonly definition: Definition }
  | { readonly is: 'new'; readonly version: string };

type Content = Pick<DefinitionContent, 'slug' | 'packageHash' | 'origin'>;

/** Nobody's lab is replaced by somebody else's way of publishing: what a folder keeps in order, an upload leaves alone, and the reverse. */
export function checkOrigin(
  { slug, origin }: Omit<Content, 'packageHash'>,
  definitions: readonly Definition[],
): Result<undefined, DefinitionRejection> {
  const other = definitions.find(
    (known) => known.slug === slug && known.origin !== origin && known.status !== 'deleted',
  );
  if (other === undefined) return ok(undefined);
  return reject({ code: 'definition.other-origin', slug, isUpload: other.origin === 'upload' });
}

/** Uploads carry no version of their own: the same content is the version that it was, anything else the next one. */
export function nextVersion(
  content: Content,
  definitions: readonly Definition[],
): Result<NextVersion, DefinitionRejection> {
  const origin = checkOrigin(content, definitions);
  if (!origin.ok) return origin;
  const versions = definitions.filter(({ slug }) => slug === content.slug);
  const same = versions.find(({ packageHash, status }) => packageHash === content.packageHash && status !== 'deleted');
  if (same !== undefined) return ok({ is: 'unchanged', definition: same });
  return ok({ is: 'new', version: `${versions.length + 1}.0.0` });
}

const semver = /^(\d+)\.(\d+)\.(\d+)/;

/**
 * The version that a content package gets: the one it names, or the next that is free when other content has that already.
 * Authors forget to count, and two labs of one version could not be told apart.
 */
export function freeVersion(
  { slug, version, packageHash }: Pick<DefinitionContent, 'slug' | 'version' | 'packageHash'>,
  definitions: readonly Definition[],
): string {
  const others = definitions.filter((known) => known.slug === slug && known.packageHash !== packageHash);
  const taken = new Set(others.map((known) => known.version));
  const [, major = '1', minor = '0', patch = '0'] = semver.exec(version) ?? [];
  let free = version;
  for (let next = Number(patch) + 1; taken.has(free); next += 1) free = `${major}.${minor}.${next}`;
  return free;
}
