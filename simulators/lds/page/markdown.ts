import { escapeHtml } from '@lcm/core/kernel';
import { Html } from '@lcm/simulator-kit/html';

/**
 * The Markdown that tasks are written in: headings, paragraphs, lists, tables, quotes, code, emphasis, links.
 * Raw HTML is shown, never passed on; links lead to http and https only.
 */
export function renderMarkdown(source: string): Html {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const { markup, next } = block(lines, at);
    if (markup !== '') blocks.push(markup);
    at = next;
  }
  return new Html(blocks.join('\n'));
}

interface Block {
  readonly markup: string;
  readonly next: number;
}
type Reader = (lines: readonly string[], at: number) => Block | undefined;

const listItem = /^(\s*)(?:([-*+])|\d{1,9}[.)])\s+(.*)$/;
const readers: readonly Reader[] = [blank, fence, heading, rule, table, quote, list];

function block(lines: readonly string[], at: number): Block {
  for (const read of readers) {
    const found = read(lines, at);
    if (found !== undefined) return found;
  }
  return paragraph(lines, at);
}

function blank(lines: readonly string[], at: number): Block | undefined {
  return lines[at]?.trim() === '' ? { markup: '', next: at + 1 } : undefined;
}

function fence(lines: readonly string[], at: number): Block | undefined {
  const mark = /^\s*(```|~~~)/.exec(lines[at] ?? '')?.[1];
  if (mark === undefined) return undefined;
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(mark));
  const stop = end === -1 ? lines.length : end;
  return {
    markup: `<pre tabindex="0"><code>${escapeHtml(lines.slice(at + 1, stop).join('\n'))}</code></pre>`,
    next: stop + 1,
  };
}

function heading(lines: readonly string[], at: number): Block | undefined {
  const found = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(lines[at] ?? '');
  if (found === null) return undefined;
  // The page has its own first two levels.
  const level = Math.min((found[1]?.length ?? 1) + 2, 6);
  return { markup: `<h${level}>${inline(found[2] ?? '')}</h${level}>`, next: at + 1 };
}

function rule(lines: readonly string[], at: number): Block | undefined {
  return /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(lines[at] ?? '') ? { markup: '<hr>', next: at + 1 } : undefined;
}

function table(lines: readonly string[], at: number): Block | undefined {
  const [head, divider] = [lines[at], lines[at + 1]];
  if (!isRow(head) || !isRow(divider) || !/^[\s|:-]+$/.test(divider) || !divider.includes('-')) return undefined;
  let next = at + 2;
  while (isRow(lines[next])) next += 1;
  const rows = lines.slice(at + 2, next).map((line) => `<tr>${cells(line, 'td')}</tr>`);
  const body = `<thead><tr>${cells(head, 'th scope="col"')}</tr></thead><tbody>${rows.join('')}</tbody>`;
  return { markup: `<div class="table" tabindex="0"><table>${body}</table></div>`, next };
}

function cells(line: string, tag: string): string {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner
    .split('|')
    .map((cell) => `<${tag}>${inline(cell.trim())}</${tag.slice(0, 2)}>`)
    .join('');
}

function quote(lines: readonly string[], at: number): Block | undefined {
  let next = at;
  while (isQuoted(lines[next])) next += 1;
  if (next === at) return undefined;
  const inner = lines.slice(at, next).map((line) => line.replace(/^\s*>\s?/, ''));
  return { markup: `<blockquote>${renderMarkdown(inner.join('\n')).text}</blockquote>`, next };
}

function list(lines: readonly string[], at: number): Block | undefined {
  const first = listItem.exec(lines[at] ?? '');
  if (first === null) return undefined;
  const indent = first[1]?.length ?? 0;
  const tag = first[2] === undefined ? 'ol' : 'ul';
  const items: string[] = [];
  let next = at;
  for (let item = itemAt(lines, next, indent); item !== undefined; item = itemAt(lines, next, indent)) {
    items.push(`<li>${item.markup}</li>`);
    next = item.next;
  }
  return { markup: `<${tag}>${items.join('')}</${tag}>`, next };
}

/** One item of a list at `indent`, with the lines below it that are indented deeper. */
function itemAt(lines: readonly string[], at: number, indent: number): Block | undefined {
  const found = listItem.exec(lines[at] ?? '');
  if (found?.[1]?.length !== indent) return undefined;
  let next = at + 1;
  while (belongs(lines, next, indent)) next += 1;
  const body = lines.slice(at + 1, next);
  const depth = Math.min(...body.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  const inner = body.length === 0 ? '' : renderMarkdown(body.map((line) => line.slice(depth)).join('\n')).text;
  return { markup: inline(found[3] ?? '') + inner, next };
}

function belongs(lines: readonly string[], at: number, indent: number): boolean {
  const line = lines[at];
  if (line === undefined) return false;
  if (line.trim() !== '') return line.search(/\S/) > indent;
  const after = lines[at + 1];
  return after !== undefined && after.trim() !== '' && after.search(/\S/) > indent;
}

function paragraph(lines: readonly string[], at: number): Block {
  let next = at + 1;
  while (next < lines.length && readers.every((read) => read(lines, next) === undefined)) next += 1;
  return { markup: `<p>${inline(lines.slice(at, next).join('\n'))}</p>`, next };
}

/** Code first: nothing inside it means anything else. */
function inline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((piece, at) => (at % 2 === 1 ? `<code>${escapeHtml(piece.slice(1, -1))}</code>` : emphasis(escapeHtml(piece))))
    .join('');
}

function emphasis(escaped: string): string {
  return escaped
    .replaceAll(
      /\[([^\][]{1,300})\]\((https?:\/\/[^\s()]{1,2000})\)/g,
      '<a href="$2" rel="noreferrer" target="_blank">$1</a>',
    )
    .replaceAll(/\*\*([^*\n]{1,500})\*\*/g, '<strong>$1</strong>')
    .replaceAll(/(^|[\s(])[*_]([^*_\n]{1,500})[*_](?=[\s).,:;!?]|$)/g, '$1<em>$2</em>');
}

function isRow(line: string | undefined): line is string {
  return line?.includes('|') === true && line.trim() !== '';
}

function isQuoted(line: string | undefined): boolean {
  return line !== undefined && /^\s*>/.test(line);
}
