import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';

const shown = (source: string): string => renderMarkdown(source).text;

test('what tasks are written in comes out as what it means', () => {
  expect(shown('# Task\n\nUse **OSPF** on `Ethernet0/0`.')).toBe(
    '<h3>Task</h3>\n<p>Use <strong>OSPF</strong> on <code>Ethernet0/0</code>.</p>',
  );
  expect(shown('1. one\n   - deep\n2. two')).toBe('<ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol>');
  expect(shown('```\nno **bold** <here>\n```')).toBe('<pre tabindex="0"><code>no **bold** &lt;here&gt;</code></pre>');
  expect(shown('| a | b |\n|---|---|\n| 1 | 2 |')).toContain('<th scope="col">a</th><th scope="col">b</th>');
  expect(shown('see [docs](https://example.net/a)')).toContain('<a href="https://example.net/a"');
});

test('markup in the source is shown, never obeyed', () => {
  expect(shown('<script>alert(1)</script>')).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
  expect(shown('[x](javascript:alert)')).not.toContain('<a');
  expect(shown('[x](https://a/"onclick="b)')).not.toContain('"onclick');
});

test('whatever is written, rendering ends and lets no tag through', () => {
  const pieces = fc.constantFrom(
    '<img src=x>',
    '- ',
    '1. ',
    '  ',
    '\n',
    '\n\n',
    '> ',
    '|',
    '---',
    '`',
    '**',
    '```',
    'a',
    '# ',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (source) => {
      expect(shown(source.join(''))).not.toContain('<img');
    }),
  );
});
