/** What somebody reads of a mail. */
export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  readonly date: string;
  readonly text: string;
  readonly html?: string | undefined;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Reads a mail as RFC 5322 and MIME write it: both forms of a text, in the encodings that senders choose for them. */
export function readLetter(raw: string): Letter {
  const whole = partOf(raw);
  const parts = leavesOf(whole);
  const header = (name: string): string => decodedWords(whole.headers.get(name) ?? '');
  const formOf = (type: string): string | undefined => {
    const part = parts.find(({ headers }) => typeOf(headers).startsWith(type));
    return part && decoded(part).replaceAll('\r\n', '\n');
  };
  return {
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    messageId: header('message-id'),
    date: header('date'),
    text: (formOf('text/plain') ?? '').trimEnd(),
    html: formOf('text/html'),
  };
}

function partOf(raw: string): Part {
  const [, head = '', body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(raw) ?? ['', raw, ''];
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body };
}

function leavesOf(part: Part): readonly Part[] {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(part.headers.get('content-type') ?? '') ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return [part];
  const inner = part.body.split(`--${boundary}`).slice(1, -1);
  return inner.flatMap((text) => leavesOf(partOf(text.replace(/^\r?\n/, ''))));
}

function typeOf(headers: ReadonlyMap<string, string>): string {
  return (headers.get('content-type') ?? 'text/plain').toLowerCase();
}

function decoded({ headers, body }: Part): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  return unquoted(body.replaceAll(/=\r?\n/g, ''));
}

/** `=C3=BC`: the bytes of a text, of which several may make one character. */
function unquoted(text: string): string {
  return text.replaceAll(/(?:=[0-9A-F]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
  );
}

/** `=?UTF-8?Q?gr=C3=BCn?=`: how headers say what is not ASCII. */
function decodedWords(text: string): string {
  const joined = text.replaceAll(/(\?=)\s+(=\?)/g, '$1$2');
  return joined.replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, how: string, what: string) =>
    how.toLowerCase() === 'b' ? Buffer.from(what, 'base64').toString('utf8') : unquoted(what.replaceAll('_', ' ')),
  );
}
