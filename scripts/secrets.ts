interface SecretPattern {
  readonly name: string;
  readonly pattern: RegExp;
  /** Parts of an example that must be found; joined only when the check runs, so that this file stays clean. */
  readonly canary: readonly string[];
}

/** A value that says itself that it is none. */
const EXAMPLE = /EXAMPLE|example|placeholder|change-?me|not-a-secret/;

export const secretPatterns: readonly SecretPattern[] = [
  { name: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, canary: ['AKIA', 'Q7ZX2MWN4T6RJ8VK'] },
  {
    name: 'AWS secret key',
    pattern: /aws_?secret_?(?:access_?)?key['"]?\s*[:=]\s*['"]?[A-Za-z0-9/+=]{40}\b/gi,
    canary: ['aws_secret_access_key = ', 'k3J9'.repeat(10)],
  },
  {
    name: 'private key',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{16}/g,
    canary: ['-----BEGIN PRIVATE', ' KEY-----\n', 'MIIE'.repeat(5)],
  },
  { name: 'GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b/g, canary: ['ghp_', 'a1B2'.repeat(9)] },
  { name: 'GitLab token', pattern: /\bglpat-[\w-]{20}\b/g, canary: ['glpat-', 'a1B2'.repeat(5)] },
  { name: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, canary: ['npm_', 'a1B2'.repeat(9)] },
  { name: 'Slack token', pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,}/g, canary: ['xoxb-', '12345678901-'.repeat(2)] },
  {
    name: 'signed JWT',
    pattern: /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{30,}/g,
    canary: ['eyJ', 'hbGciOiJSUzI1NiJ9', '.eyJ', 'zdWIiOiIxMjM0NTY3', '.', 'c2lnbmF0dXJl'.repeat(4)],
  },
  {
    name: 'password in an address',
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`$<{]+:[^\s/@'"`$<{]{6,}@[a-z0-9-]+\.[a-z0-9.-]+/gi,
    canary: ['mongodb://', 'lcm:', 'Kd83hsQ1', '@db.internal.net'],
  },
  {
    name: 'Smart Licensing token',
    pattern: /\b[A-Za-z0-9+/]{80,}%0A[A-Za-z0-9+/]{20,}%3D%0A/g,
    canary: ['Zm9v'.repeat(22), '%0A', 'YmFy'.repeat(8), '%3D%0A'],
  },
];

export interface Finding {
  readonly name: string;
  readonly line: number;
}

/** Where something stands that looks like a real secret. What was found is never repeated. */
export function secretsIn(text: string): Finding[] {
  return secretPatterns.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => !EXAMPLE.test(found))
      .map(({ index }) => ({ name, line: text.slice(0, index).split('\n').length })),
  );
}
