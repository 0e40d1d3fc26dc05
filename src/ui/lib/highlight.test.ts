import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlight, type Language, languageOf } from './highlight.ts';

function kinds(text: string, language: Language): readonly (readonly string[])[] {
  return highlight(text, language).map((line) => line.map(({ kind, text: piece }) => `${kind}:${piece.trim()}`));
}

test('every character of a text is shown, in its place', () => {
  const language = fc.constantFrom<Language>('yaml', 'config', 'plain');
  const line = fc.string({ unit: fc.constantFrom('a', 'b', '1', ':', '#', '-', '|', "'", '"', ' ', '!') });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), language, (lines, of) => {
      // A last line of nothing is the end of the line before.
      const text = `${lines.join('\n')}\n`;
      const shown = highlight(text, of).map((tokens) => tokens.map((token) => token.text).join(''));
      expect(shown).toEqual(lines);
    }),
  );
});

test('YAML tells keys, texts, values and comments apart', () => {
  expect(kinds('# a lab\nlab:\n  - title: "a # b"  # two\n    nodes: 4\n', 'yaml')).toEqual([
    ['comment:# a lab'],
    ['key:lab', 'plain::'],
    ['plain:-', 'key:title', 'plain::', 'text:"a # b"', 'comment:# two'],
    ['plain:', 'key:nodes', 'plain::', 'value:4'],
  ]);
});

test('the configuration inside a lab is a text, however it looks', () => {
  const lab = 'nodes:\n  - configuration: |-\n      hostname: R1\n\n      ! end\n    label: R1\n';
  expect(kinds(lab, 'yaml').slice(2)).toEqual([
    ['text:hostname: R1'],
    [],
    ['text:! end'],
    ['plain:', 'key:label', 'plain::', 'plain:R1'],
  ]);
});

test('a configuration tells what is set, what is taken back, and what is remarked', () => {
  expect(kinds('! R1\ninterface Gi0/0\n no shutdown now', 'config')).toEqual([
    ['comment:! R1'],
    ['key:interface', 'plain:Gi0/0'],
    ['plain:', 'key:no shutdown', 'plain:now'],
  ]);
});

test('only what people can read is shown', () => {
  expect(['R1.cfg', 'lab.YAML', 'R1.log', 'link.pcap', 'noextension'].map(languageOf)).toEqual([
    'config',
    'yaml',
    'plain',
    undefined,
    undefined,
  ]);
});
