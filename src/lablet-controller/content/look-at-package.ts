import {
  type ContentPackage,
  type ContentRejection,
  type PackageFile,
  readContentPackage,
} from '@lcm/core/contracts/content-package';
import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { PackageFault, PackageLook } from '@lcm/core/domain/content';
import type { ContentFolder } from '@lcm/core/ports/content-source';

/** What a folder of a source is: a package, or something with faults. */
export type PackageFound =
  | { readonly is: 'refused'; readonly look: PackageLook }
  | { readonly is: 'package'; readonly folder: string; readonly content: ContentPackage };

type Reading = ReturnType<typeof readContentPackage>;

/** What folders hold that are still the same: reading one is slow, and they are looked through again and again. */
const readings = new WeakMap<ContentFolder, Reading>();

export function readFolder(folder: ContentFolder): Reading {
  const known = readings.get(folder);
  if (known !== undefined) return known;
  const fresh = readContentPackage(folder.files);
  readings.set(folder, fresh);
  return fresh;
}

/** `slugs` has the folder of each slug that came before, and is added to. */
export function lookAt({ name: folder, hash }: ContentFolder, read: Reading, slugs: Map<string, string>): PackageFound {
  if (!read.ok) return { is: 'refused', look: refusedLook({ folder, hash }, faultsOf(read.rejection)) };
  const { manifest, packageHash } = read.value;
  const other = slugs.get(manifest.slug);
  if (other !== undefined) {
    const fault = { file: 'package.yaml', message: `the slug ${manifest.slug} is that of ${other} already` };
    return { is: 'refused', look: refusedLook({ folder, hash: packageHash, manifest }, [fault]) };
  }
  slugs.set(manifest.slug, folder);
  return { is: 'package', folder, content: read.value };
}

const mostFaults = 20;

function faultsOf(rejection: ContentRejection): readonly PackageFault[] {
  const { file, others = [] } = rejection;
  return [rejection, ...others].slice(0, mostFaults).map(({ path, message, line, column }) => ({
    file,
    message: path === '' ? message : `${path}: ${message}`,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  }));
}

interface Refused {
  readonly folder: string;
  readonly hash: string;
  readonly manifest?: PackageFile | undefined;
}

export function refusedLook({ folder, hash, manifest }: Refused, faults: readonly PackageFault[]): PackageLook {
  const message = faultWords(faults);
  return { folder, hash, ...(manifest && named(manifest)), result: 'refused', message, faults };
}

/** The first, where it is, and how many there are besides. */
function faultWords([first, ...others]: readonly PackageFault[]): string {
  const { file = '', line, message = '' } = first ?? {};
  const place = line === undefined ? file : `${file}:${line}`;
  return `${place}: ${message}${others.length === 0 ? '' : `, and ${others.length} more`}`;
}

function named({ slug, title, version }: PackageFile): Pick<PackageLook, 'slug' | 'title' | 'version'> {
  return { slug, title, version };
}

const resting: readonly DefinitionView['status'][] = ['deprecated', 'archived', 'deleted'];

/** What became of a package that is a definition, by what was known of it before. */
export function publishedLook(
  { folder, content }: Extract<PackageFound, { readonly is: 'package' }>,
  definition: DefinitionView | undefined,
  before: Pick<PackageLook, 'hash' | 'result'> | undefined,
): PackageLook {
  const { manifest, packageHash: hash } = content;
  const look = { folder, hash, ...named(manifest), faults: [] };
  if (definition === undefined) return { ...look, result: 'published', message: 'A version was made of it.' };
  const { id: definitionId, version, status } = definition;
  if (resting.includes(status)) {
    const message = `This content is version ${version}, which is ${status}. A change of it, be it of its version, makes a new one.`;
    return { ...look, result: 'withheld', message, definitionId };
  }
  const isKnown = before?.hash === hash && before.result !== 'refused';
  if (isKnown) return { ...look, result: 'unchanged', message: `It is version ${version}.`, definitionId };
  const counted = version === manifest.version ? '' : `: other content is ${manifest.version} already`;
  return { ...look, result: 'published', message: `Version ${version} was made of it${counted}.`, definitionId };
}
