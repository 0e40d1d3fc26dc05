/** What went wrong, for a person: a sentence, what to do about it, and the id under which the log knows it. */
export interface Trouble {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly status: number;
  readonly correlationId: string | undefined;
  /** What was refused, as data. */
  readonly details?: object;
}

/** The API said no, or could not be asked. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.title);
    this.trouble = trouble;
  }
}

const words: Readonly<Record<number, readonly [title: string, detail: string]>> = {
  0: ['The server cannot be reached', 'Check the connection and try again.'],
  400: ['The request was not understood', 'Check what was entered.'],
  401: ['You are not signed in', 'Sign in again to go on.'],
  403: ['You may not do this', 'Ask somebody with the role it needs.'],
  404: ['Not found', 'It does not exist, or is not yours to see.'],
  409: ['Not possible in its present state', 'It may have changed a moment ago: look again.'],
  422: ['The request was refused', 'Check what was entered.'],
  429: ['Too many requests', 'Wait a moment and try again.'],
  410: ['It is no longer there', 'It was removed.'],
  503: ['The control plane is not ready', 'It may be starting or changing its leader. Try again shortly.'],
};

function textField(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Words for an answer that is not a success: its own detail under a title of ours, for HTTP's names of statuses tell nobody anything. */
export function troubleOf(status: number, body: unknown): Trouble {
  const [title, detail] = words[status] ?? ['The server failed', 'Try again. If it stays, pass on the correlation id.'];
  return {
    title,
    detail: textField(body, 'detail') ?? detail,
    code: textField(body, 'code') ?? '',
    status,
    correlationId: textField(body, 'correlationId'),
    ...detailsOf(body),
  };
}

function detailsOf(body: unknown): Pick<Trouble, 'details'> {
  const details: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'details') : undefined;
  return typeof details === 'object' && details !== null ? { details } : {};
}

/** Words for whatever was thrown. */
export function troubleFrom(thrown: unknown): Trouble {
  if (thrown instanceof ApiError) return thrown.trouble;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { title: 'This screen failed', detail, code: '', status: -1, correlationId: undefined };
}
