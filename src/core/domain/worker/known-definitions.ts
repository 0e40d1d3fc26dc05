import { type CmlVersions, lackedVersion } from './cml-version.ts';

/** A kind of node that the worker's CML knows, in as few words as placement and people need. */
export interface KnownNodeDefinition {
  readonly id: string;
  /** Made by somebody on this server. */
  readonly custom?: true | undefined;
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
  readonly images: readonly string[];
  /** It needs an image and there is none: nodes of this kind cannot start here. */
  readonly lacksImage?: true | undefined;
}

export interface KnownImage {
  readonly id: string;
  readonly of: string;
  readonly custom?: true | undefined;
}

export interface KnownDefinitions {
  readonly nodes: readonly KnownNodeDefinition[];
  readonly images: readonly KnownImage[];
}

/** What of the session's kinds of nodes cannot start there, in words. Who was never looked at is trusted. */
export function lackedDefinitions(
  { definitions: known }: { readonly definitions?: KnownDefinitions | undefined },
  wanted: readonly string[] = [],
): readonly string[] {
  if (known === undefined || wanted.length === 0) return [];
  const nodes = nodesById(known);
  return wanted.flatMap((id) => {
    const node = nodes.get(id);
    if (node === undefined) return [`its CML does not know the node definition ${id}`];
    return node.lacksImage ? [`its CML has no image for ${id}`] : [];
  });
}

/** What a lab wants of the CML that it runs on. */
export interface CmlWish {
  readonly nodeDefinitions?: readonly string[] | undefined;
  readonly cmlVersions?: CmlVersions | undefined;
}

/** What speaks against the CML there, in words. */
export function lackedOn(
  worker: { readonly definitions?: KnownDefinitions | undefined; readonly cmlVersion?: string | undefined },
  { nodeDefinitions, cmlVersions }: CmlWish,
): readonly string[] {
  const version = lackedVersion(worker, cmlVersions);
  const lacked = lackedDefinitions(worker, nodeDefinitions);
  return version === undefined ? lacked : [version, ...lacked];
}

/** Asked for by every placement, and as good for all of them as long as the list is the same. */
const byId = new WeakMap<KnownDefinitions, ReadonlyMap<string, KnownNodeDefinition>>();

function nodesById(known: KnownDefinitions): ReadonlyMap<string, KnownNodeDefinition> {
  const found = byId.get(known) ?? new Map(known.nodes.map((node) => [node.id, node]));
  byId.set(known, found);
  return found;
}
