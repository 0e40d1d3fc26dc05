import { createHash, createHmac } from 'node:crypto';
import type { Instant } from '@lcm/core/kernel';
import { S3Error } from '../model/s3-error.ts';
import type { Account } from '../model/s3-model.ts';

export interface Signed {
  readonly method: string;
  readonly url: URL;
  /** As they came, by their names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const pattern =
  /^AWS4-HMAC-SHA256\s+Credential=(?<accessKeyId>[\w-]+)\/(?<scope>\d{8}\/[a-z0-9-]+\/s3\/aws4_request),\s*SignedHeaders=(?<names>[a-z0-9;-]+),\s*Signature=(?<signature>[0-9a-f]{64})$/;

/** Further from the store's time than this nobody may be. */
const mostSkewMs = 15 * 60_000;

/**
 * Signature Version 4 in a header: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * @throws S3Error unless the account signed this request, a moment ago
 */
export function checkSignature(request: Signed, account: Account, now: Instant): void {
  const parts = pattern.exec(headerOf(request, 'authorization'))?.groups;
  if (parts === undefined) throw new S3Error('AccessDenied');
  const { accessKeyId, scope = '', names = '', signature } = parts;
  if (accessKeyId !== account.accessKeyId) throw new S3Error('InvalidAccessKeyId');
  const date = headerOf(request, 'x-amz-date');
  if (!(Math.abs(timeOf(date) - now) <= mostSkewMs)) throw new S3Error('RequestTimeTooSkewed');
  const canonical = canonicalRequest(request, names);
  const text = ['AWS4-HMAC-SHA256', date, scope, hex(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${account.secretAccessKey}`);
  if (hmac(key, text).toString('hex') !== signature) throw new S3Error('SignatureDoesNotMatch');
}

export function headerOf({ headers }: Pick<Signed, 'headers'>, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.join(',') ?? '');
}

function canonicalRequest(request: Signed, names: string): string {
  const { method, url } = request;
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&');
  const headers = names.split(';').map((name) => `${name}:${headerOf(request, name).trim().replace(/ +/g, ' ')}\n`);
  return [method, url.pathname, query, headers.join(''), names, headerOf(request, 'x-amz-content-sha256')].join('\n');
}

/** `20260311T101500Z` */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
