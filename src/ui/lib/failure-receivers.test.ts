import { expect, test } from 'vitest';
import { receiversFault, receiversIn } from './failure-receivers.ts';

test('who is told of failures is named line by line or separated by commas, each once', () => {
  const text = 'labs@example.org, https://hooks.example.org/failed\nlabs@example.org';
  expect(receiversIn(text)).toEqual(['labs@example.org', 'https://hooks.example.org/failed']);
  expect(receiversFault(text)).toBeUndefined();
  expect(receiversFault('')).toBeUndefined();
});

test('what is neither a mailbox nor a web address is named', () => {
  expect(receiversFault('labs@example.org somebody')).toBe('somebody is neither a mailbox nor a web address');
  const many = Array.from({ length: 21 }, (_, index) => `labs${index}@example.org`).join(' ');
  expect(receiversFault(many)).toBe('At most 20 are told');
});
