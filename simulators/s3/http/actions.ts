import { createHash } from 'node:crypto';
import type { Action } from '../model/faults.ts';
import { S3Error } from '../model/s3-error.ts';
import type { S3Model, StoredObject } from '../model/s3-model.ts';
import { headerOf, type Signed } from './signature.ts';
import { keyOfToken, pageXml } from './xml.ts';

export interface S3Request extends Signed {
  readonly body: Uint8Array;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** Where it goes: `/bucket` or `/bucket/key`; the bucket is always in the path. */
export function targetOf({ url }: Pick<Signed, 'url'>): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(url.pathname)) ?? [];
  return { bucket, key };
}

const actionOfObject: Readonly<Record<string, Action>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

/** @throws S3Error when it is none of those that are here */
export function actionOf(request: S3Request): Action {
  const { bucket, key } = targetOf(request);
  const { method, url } = request;
  if (bucket === '') throw new S3Error('MethodNotAllowed');
  const ofBucket: Readonly<Record<string, Action>> = {
    PUT: 'CreateBucket',
    ...(url.searchParams.get('list-type') === '2' && { GET: 'ListObjectsV2' }),
  };
  const action = (key === '' ? ofBucket : actionOfObject)[method];
  if (action === undefined) throw new S3Error('MethodNotAllowed');
  return action;
}

export function answerTo(model: S3Model, action: Action, request: S3Request): S3Answer {
  const { bucket, key } = targetOf(request);
  switch (action) {
    case 'CreateBucket':
      model.createBucket(bucket);
      return done(200, { location: `/${bucket}` });
    case 'PutObject':
      checkBody(request);
      return done(200, { etag: model.put(bucket, key, request.body).etag });
    case 'GetObject':
      return ranged(object(model.get(bucket, key)), headerOf(request, 'range'));
    case 'HeadObject':
      return { ...object(model.get(bucket, key)), body: '' };
    case 'DeleteObject':
      model.delete(bucket, key);
      return done(204, {});
    case 'ListObjectsV2':
      return list(model, bucket, request.url.searchParams);
  }
}

const mostInPage = 1000;

function list(model: S3Model, bucket: string, asked: URLSearchParams): S3Answer {
  const prefix = asked.get('prefix') ?? '';
  const most = Math.min(Number(asked.get('max-keys') ?? mostInPage), mostInPage);
  const token = asked.get('continuation-token');
  const after = token === null ? (asked.get('start-after') ?? '') : keyOfToken(token);
  const body = pageXml(model.list(bucket, { prefix, after, most }), { bucket, prefix });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function checkBody(request: S3Request): void {
  const sha256 = createHash('sha256').update(request.body).digest();
  const signed = headerOf(request, 'x-amz-content-sha256');
  if (signed !== 'UNSIGNED-PAYLOAD' && signed !== sha256.toString('hex'))
    throw new S3Error('XAmzContentSHA256Mismatch');
  const checksum = headerOf(request, 'x-amz-checksum-sha256');
  if (checksum !== '' && checksum !== sha256.toString('base64')) throw new S3Error('BadDigest');
}

function object({ content, etag, modifiedAt }: StoredObject): S3Answer {
  const headers = {
    etag,
    'content-type': 'application/octet-stream',
    'content-length': String(content.length),
    'last-modified': new Date(modifiedAt).toUTCString(),
  };
  return { status: 200, headers, body: content };
}

/** Only ranges from the start are asked for here; an empty object has none. */
function ranged(answer: S3Answer, range: string): S3Answer {
  const [, last] = /^bytes=0-(\d+)$/.exec(range) ?? [];
  if (last === undefined) return answer;
  if (answer.body.length === 0) throw new S3Error('InvalidRange');
  const body = answer.body.slice(0, Number(last) + 1);
  const about = `bytes 0-${body.length - 1}/${answer.body.length}`;
  const headers = { ...answer.headers, 'content-length': String(body.length), 'content-range': about };
  return { status: 206, headers, body };
}

function done(status: number, headers: Readonly<Record<string, string>>): S3Answer {
  return { status, headers: { ...headers, 'content-length': '0' }, body: '' };
}
