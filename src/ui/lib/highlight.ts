/** What a piece of a line is; each is a colour in both themes. */
export interface Token {
  readonly kind: 'plain' | 'key' | 'text' | 'value' | 'comment';
  readonly text: string;
}

export type Language = 'yaml' | 'config' | 'plain';

type Line = readonly Token[];

function known(...tokens: readonly Token[]): Line {
  return tokens.filter(({ text }) => text !== '');
}

const bare = /^(?:true|false|null|~|[-+]?\d[\d_]*(?:\.\d+)?)$/i;

function valueKind(text: string): Token['kind'] {
  const word = text.trim();
  if (/^["']/.test(word)) return 'text';
  return bare.test(word) ? 'value' : 'plain';
}

/** A value with what is said behind it; a quoted one may hold the sign of a comment. */
function valueTokens(text: string): Line {
  const [, quoted, behind = ''] = /^(\s*(?:"[^"]*"|'[^']*')\s*)(#.*)?$/.exec(text) ?? [];
  if (quoted !== undefined) return known({ kind: 'text', text: quoted }, { kind: 'comment', text: behind });
  const at = text.search(/(?:^|\s)#/);
  const value = at === -1 ? text : text.slice(0, at);
  return known({ kind: valueKind(value), text: value }, { kind: 'comment', text: text.slice(value.length) });
}

const entry = /^("[^"]*"|'[^']*'|[^\s"'#][^#]*?)(:(?:\s.*)?)$/;

function yamlLine(line: string): Line {
  const [lead = ''] = /^\s*(?:-\s+)*/.exec(line) ?? [];
  const rest = line.slice(lead.length);
  const [, key, value = ''] = entry.exec(rest) ?? [];
  const start: Token = { kind: 'plain', text: lead };
  if (key === undefined) return known(start, ...valueTokens(rest));
  return known(start, { kind: 'key', text: key }, { kind: 'plain', text: ':' }, ...valueTokens(value.slice(1)));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Below which indent what follows a line is a text of its own; `undefined` behind most lines. */
function textBelow(line: string): number | undefined {
  if (!/[:-]\s+[|>][-+\d]*\s*$/.test(line)) return undefined;
  const [lead = ''] = /^\s*(?:-\s+)*/.exec(line) ?? [];
  return /:\s+\S+\s*$/.test(line) ? lead.length : indentOf(line);
}

function yamlLines(lines: readonly string[]): readonly Line[] {
  let below: number | undefined;
  return lines.map((line) => {
    if (below !== undefined && (line.trim() === '' || indentOf(line) > below))
      return known({ kind: 'text', text: line });
    below = textBelow(line);
    return yamlLine(line);
  });
}

/** Of a device: what is set, or taken back by `no`, and remarks behind `!`. */
function configLine(line: string): Line {
  const [lead = ''] = /^\s*/.exec(line) ?? [];
  const rest = line.slice(lead.length);
  const start: Token = { kind: 'plain', text: lead };
  if (rest.startsWith('!')) return known(start, { kind: 'comment', text: rest });
  const [word = ''] = /^(?:no\s+)?\S*/.exec(rest) ?? [];
  return known(start, { kind: 'key', text: word }, { kind: 'plain', text: rest.slice(word.length) });
}

/** Line by line, with nothing added and nothing left out. */
export function highlight(text: string, language: Language): readonly Line[] {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  switch (language) {
    case 'yaml':
      return yamlLines(lines);
    case 'config':
      return lines.map(configLine);
    case 'plain':
      return lines.map((line) => known({ kind: 'plain', text: line }));
  }
}

const languages: Readonly<Record<string, Language>> = {
  yaml: 'yaml',
  yml: 'yaml',
  cfg: 'config',
  log: 'plain',
  txt: 'plain',
  json: 'plain',
};

/** Of a file that people can read; `undefined` of a capture, an archive, and what nobody knows. */
export function languageOf(name: string): Language | undefined {
  return languages[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
}
