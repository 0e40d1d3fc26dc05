import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

/** Swagger UI's own files, from the package that brings them: nothing is loaded from elsewhere. */
const folder = join(dirname(fileURLToPath(import.meta.resolve('@fastify/swagger-ui'))), 'static');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of the Lablet Cloud Manager</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

/** Whoever is logged in with a browser tries things out as themselves: the page adds their CSRF token. */
const start = `fetch('/api/v1/auth/me')
  .then((answer) => (answer.ok ? answer.json() : {}))
  .then(({ csrfToken }) =>
    SwaggerUIBundle({
      url: '/api/v1/openapi.json',
      dom_id: '#docs',
      deepLinking: true,
      // More than some 120 operations at once are never drawn; a group at a time is easier to read, too.
      docExpansion: 'none',
      filter: true,
      persistAuthorization: false,
      requestInterceptor: (request) => {
        if (csrfToken) request.headers['x-csrf-token'] = csrfToken;
        return request;
      },
    }),
  );
`;

export function mountDocs(app: FastifyInstance, document: () => object): void {
  app.get('/api/v1/openapi.json', async (_request, reply) => reply.send(document()));
  app.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/api/docs/', async (_request, reply) => reply.redirect('/api/docs'));
  serve('start.js', 'text/javascript; charset=utf-8', () => start);
  serve('swagger-ui.css', 'text/css; charset=utf-8', () => readFileSync(join(folder, 'swagger-ui.css')));
  serve('swagger-ui-bundle.js', 'text/javascript; charset=utf-8', () =>
    readFileSync(join(folder, 'swagger-ui-bundle.js')),
  );

  function serve(name: string, type: string, content: () => string | Buffer): void {
    app.get(`/api/docs/${name}`, async (_request, reply) => reply.type(type).send(content()));
  }
}

/** What somebody with a terminal needs first: a token, and a call with it. */
export function apiDescription(publicUrl: string, isDemo: boolean): string {
  const login = isDemo
    ? `curl -s ${publicUrl}/api/v1/auth/token -H 'content-type: application/json' -d '{"username":"user","password":"test"}'`
    : `curl -s ${publicUrl}/api/v1/auth/token -H 'content-type: application/json' -d '{"clientId":"…","clientSecret":"…"}'`;
  return [
    'Workers, definitions and timed lab sessions: what the screens do, programs can do too.',
    '',
    'Get a token, then send it with each call (or paste it under *Authorize*):',
    '',
    '```sh',
    `TOKEN=$(${login} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s ${publicUrl}/api/v1/auth/me -H "authorization: Bearer $TOKEN"`,
    '```',
    '',
    'Then a whole session: choose a lab and book it, open its link once it is `ready`, read its score once it is',
    '`archived`:',
    '',
    '```sh',
    `API=${publicUrl}/api/v1; auth() { curl -s -H "authorization: Bearer $TOKEN" "$@"; }`,
    `DEFINITION=$(auth $API/lablet-definitions | grep -o '"id":"def_[^"]*"' | head -1 | cut -d'"' -f4)`,
    `SESSION=$(auth $API/lablet-sessions --json "{\\"definitionId\\":\\"$DEFINITION\\"}" | grep -o '"id":"ses_[^"]*"' | head -1 | cut -d'"' -f4)`,
    'auth $API/lablet-sessions/$SESSION',
    'auth $API/lablet-sessions/$SESSION/launch',
    'auth $API/lablet-sessions/$SESSION/score-report',
    '```',
    '',
    'Every answer carries `x-correlation-id`, which finds it in logs and audit. Writes answer with `x-lcm-position`;',
    'a read with `atLeast` set to it shows them. Refusals are `application/problem+json` with a `code` for programs.',
  ].join('\n');
}
