import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ok } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { defineCommand } from '../application/operation.ts';
import { openApiDocument } from './openapi.ts';
import { statusFor } from './rejections.ts';
import { routes } from './routes.ts';
import { apiInfo } from './server.ts';

const info = apiInfo({ publicUrl: 'http://localhost:8000', version: '1', isDemo: true });

test.skipIf(routes.length === 0)(
  'openapi.json says what the code does (run `vitest -u` after a deliberate change)',
  async () => {
    await expect(`${JSON.stringify(openApiDocument(routes, info), null, 2)}\n`).toMatchFileSnapshot('./openapi.json');
  },
);

test('no two routes have one path and method, or one operation id', () => {
  const paths = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(paths).size).toBe(paths.length);
  const names = routes.map(({ operation }) => operation.name);
  expect(new Set(names).size).toBe(names.length);
});

test('a command is described with its parameters, its body without them, and who may send it', () => {
  const Color = z.enum(['red', 'blue']).meta({ id: 'Color' });
  const paint = defineCommand({
    name: 'PaintThing',
    summary: 'Paints it',
    allow: 'worker:operate',
    input: z.strictObject({
      thingId: z.string(),
      color: Color,
      note: z
        .string()
        .meta({ examples: ['soon'] })
        .optional(),
    }),
    output: z.object({ color: Color }),
    handle: async ({ color }) => ok({ output: { color }, position: 1 }),
  });
  const document = openApiDocument(
    [{ method: 'post', path: '/things/{thingId}/paint', operation: paint, status: 202 }],
    info,
  );
  expect(document).toMatchObject({
    openapi: '3.1.0',
    components: { schemas: { Color: { enum: ['red', 'blue'] }, Problem: { type: 'object' } } },
    paths: {
      '/things/{thingId}/paint': {
        post: {
          operationId: 'PaintThing',
          'x-permission': 'worker:operate',
          'x-roles': ['manager', 'admin'],
          parameters: [{ name: 'thingId', in: 'path', required: true }],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  required: ['color'],
                  properties: { color: { $ref: '#/components/schemas/Color' }, note: { examples: ['soon'] } },
                },
              },
            },
          },
          responses: { 202: { headers: { 'x-lcm-position': {} } }, 409: {} },
        },
      },
    },
  });
  expect(JSON.stringify(document)).not.toContain('$defs');
});

test('a booking is described as decided and as still open, with an example', () => {
  expect(openApiDocument(routes, info)).toMatchObject({
    paths: {
      '/lablet-sessions': {
        post: {
          responses: { 201: { description: 'Done.' }, 202: { headers: { 'x-lcm-position': {} } } },
          requestBody: {
            content: {
              'application/json': { schema: { properties: { durationMinutes: { examples: [20] } } } },
            },
          },
        },
      },
    },
  });
});

test('every code that commands, queries and the domain refuse with has its HTTP status', () => {
  const folders = ['../application', '../commands', '../queries', '../../core/domain'];
  const codes = new Set(folders.flatMap((folder) => codesIn(fileURLToPath(new URL(folder, import.meta.url)))));
  expect(codes.size).toBeGreaterThan(5);
  expect([...codes].filter((code) => statusFor(code) === undefined)).toEqual([]);
});

function codesIn(folder: string): readonly string[] {
  return filesIn(folder).flatMap((path) => {
    const found = readFileSync(path, 'utf8').matchAll(/\bcode: '([a-z]+\.[a-z-]+)'/g);
    return [...found].flatMap(([, code]) => code ?? []);
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return all.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => join(folder, name));
  } catch {
    return []; // Not every folder is there in every checkout.
  }
}
