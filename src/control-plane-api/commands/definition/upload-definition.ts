import { LabUpload, type ReadLab, readLab, UploadedDefinition, uploadedContent } from '@lcm/core/contracts/lab-upload';
import { nextVersion } from '@lcm/core/domain/definition';
import { reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { written } from '../../application/change.ts';
import type { OperationDeps } from '../../application/deps.ts';
import { type Caller, defineCommand } from '../../application/operation.ts';
import { inTurn, type PublishDeps, publish, versionsOf } from '../../application/publish.ts';
import { inWords } from '../../application/refusals.ts';
import { uploadSite } from '../../application/upload-site.ts';
import { unreadable, uploadWords } from '../../application/upload-words.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps extends PublishDeps {
  readonly blobs: Blobs;
  readonly settings: OperationDeps['settings'];
}

/** A lab that an author hands in, published as a content package is. Nothing is kept of one with a fault. */
export const uploadDefinition = defineCommand({
  name: 'UploadDefinition',
  summary: 'Publish a lab as CML exports it; a slug that was uploaded before gets a new version',
  allow: 'definition:write',
  input: LabUpload,
  output: UploadedDefinition,
  async handle(upload, caller, deps: Deps) {
    const lab = readLab(upload, uploadSite(deps));
    if (!lab.ok) return reject(unreadable(lab.rejection));
    return inTurn(lab.value.slug, deps, async () => take(upload, lab.value, { caller, deps }));
  },
});

async function take(upload: LabUpload, lab: ReadLab, { caller, deps }: { caller: Caller; deps: Deps }) {
  const { slug, hash: packageHash } = lab;
  const next = nextVersion({ slug, packageHash, origin: 'upload' }, versionsOf(deps.views, slug));
  if (!next.ok) return reject(inWords(next.rejection));
  const version = next.value.is === 'new' ? next.value.version : next.value.definition.version;
  // Before the definition: it never names what is not stored.
  const content = uploadedContent(lab, version, await store(upload, deps.blobs));
  const published = await publish(content, { operation: 'UploadDefinition', caller }, deps);
  return written(published, (changed) => ({ ...viewOf.definition(changed), ...uploadWords(slug, next.value) }));
}

async function store({ yaml, grading, tasks }: LabUpload, blobs: Blobs) {
  const put = async (text: string): Promise<string> => blobs.put(new TextEncoder().encode(text));
  return {
    topologyKey: await put(yaml),
    rulesKey: isSaid(grading) ? await put(grading) : undefined,
    tasksKey: isSaid(tasks) ? await put(tasks) : undefined,
  };
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
