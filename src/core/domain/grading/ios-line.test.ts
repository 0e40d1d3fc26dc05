import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalised, vlanSet, vlanText } from './ios-line.ts';

const alike: readonly (readonly [string, string])[] = [
  ['interface GigabitEthernet0/1', 'int gi 0/1'],
  ['interface Vlan10', 'Interface  vlan 10'],
  ['interface Port-channel10', 'int po10'],
  ['switchport trunk allowed vlan 10,20-22', 'sw tr all vlan 10, 20,21 ,22'],
  ['switchport trunk encapsulation dot1q', 'switch trunk encap dot1q'],
  ['switchport access vlan 20', 'switchport  acc  vl 20'],
  ['ip address 10.0.0.1 255.0.0.0', 'ip add 10.0.0.1 255.0.0.0'],
  ['no shutdown', 'no shut'],
  ['encapsulation dot1Q 10', 'encap dot1q 10'],
  ['spanning-tree vlan 1-3,4 priority 4096', 'spanning-tree vlan 1-4 priority 4096'],
];

test.each(alike)('%s and %s mean the same', (one, other) => {
  expect(normalised(one)).toBe(normalised(other));
});

const different: readonly (readonly [string, string])[] = [
  ['switchport access vlan 1', 'switchport access vlan 10'],
  ['interface GigabitEthernet0/1', 'interface FastEthernet0/1'],
  ['shutdown', 'no shutdown'],
  ['name Users', 'name User'],
  ['hostname S1', 'hostname Serial1'],
  ['switchport trunk allowed vlan 10', 'switchport trunk allowed vlan add 10'],
];

test.each(different)('%s and %s do not mean the same', (one, other) => {
  expect(normalised(one)).not.toBe(normalised(other));
});

test('a normalised line stays as it is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...[...alike, ...different].flat()), (line) => {
      expect(normalised(normalised(line))).toBe(normalised(line));
    }),
  );
});

test('a VLAN list is the set of its VLANs, however it is written', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { minLength: 1, maxLength: 50 }), (vlans) => {
      expect(vlanSet(vlans.join(','))).toEqual(new Set(vlans));
      expect(vlanSet(vlanText(new Set(vlans)))).toEqual(new Set(vlans));
    }),
  );
});

test('any text has a normal form', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      expect(typeof normalised(line)).toBe('string');
    }),
  );
});
