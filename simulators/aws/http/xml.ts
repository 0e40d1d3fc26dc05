/** What becomes XML: an array turns into `<item>`s, what is undefined is left out. */
export type XmlValue = string | number | boolean | undefined | readonly XmlValue[] | XmlRecord;
export interface XmlRecord {
  readonly [element: string]: XmlValue;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function toXml(value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => element('item', item)).join('');
  if (typeof value !== 'object') return escape(String(value));
  return Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => element(name, content))
    .join('');
}

// Array.isArray does not narrow readonly arrays.
function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function element(name: string, content: XmlValue): string {
  const inner = toXml(content);
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

/** Characters that XML 1.0 cannot hold at all become U+FFFD, so that the document stays readable. */
function escape(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (character) => entities[character] ?? character)
      // A bare carriage return would be read back as a line feed.
      .replace(/\r/g, '&#13;')
      // oxlint-disable-next-line no-control-regex -- these are the characters that must go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
