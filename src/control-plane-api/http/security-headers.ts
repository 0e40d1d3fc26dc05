import type { FastifyInstance } from 'fastify';

const page = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** Scripts and styles from here only: nothing inline, nothing from elsewhere. */
const strict = page.join('; ');
/** Swagger UI sets styles on its elements. */
const docs = [...page, "style-src 'self' 'unsafe-inline'"].join('; ');

export function addSecurityHeaders(app: FastifyInstance, isHttps: boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': request.url.startsWith('/api/docs') ? docs : strict,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      ...(isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}),
      ...(request.url.startsWith('/api/') ? { 'cache-control': 'no-store' } : {}),
    });
  });
}
