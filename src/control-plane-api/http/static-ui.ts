import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Names with a hash of their content never mean something else later. */
const hashed = /-[\w-]{8,}\.\w+$/;

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lablet Cloud Manager</title>
<h1>Lablet Cloud Manager</h1><p>The screens are not built. The API is here: <a href="/api/docs">documentation</a>.</p>`;

/** The screens: files where there are files, and the one page for every path of theirs. */
export async function mountUi(
  app: FastifyInstance,
  folder: string,
): Promise<(request: FastifyRequest, reply: FastifyReply) => Promise<void>> {
  if (!existsSync(join(folder, 'index.html'))) {
    return async (_request, reply) => reply.type('text/html; charset=utf-8').send(notBuilt);
  }
  await app.register(fastifyStatic, {
    root: folder,
    index: ['index.html'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return async (_request, reply) => reply.sendFile('index.html');
}

/** Whether a path that nothing else answers is one of the screens': a page load, not a missing file or an API call. */
export function isScreen({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const path = url.split('?', 1)[0] ?? '';
  if (/^\/(api|idp)(\/|$)/.test(path) || /\.\w+$/.test(path)) return false;
  return headers.accept?.includes('text/html') ?? false;
}
