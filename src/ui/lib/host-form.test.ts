import { expect, test } from 'vitest';
import { aTemplate } from '../testing/fixtures.ts';
import { handSpecOf, hostFormOf, hostNote, newHost, specOf, withRegion, withType } from './host-form.ts';

test('choosing a known type fills in its size and its price in the region', () => {
  const here = withType(newHost, 'c5.metal');
  expect(here).toMatchObject({ cpuCores: '96', memoryGiB: '192', hourlyCostUsd: '4.08' });
  expect(withRegion(here, 'eu-central-1')).toMatchObject({ hourlyCostUsd: '4.9104' });
});

test('an unknown type, or region, leaves what was typed, and says what is not known', () => {
  const typed = { ...newHost, cpuCores: '7', hourlyCostUsd: '1.5' };
  expect(withType(typed, 'x9.huge')).toEqual({ ...typed, instanceType: 'x9.huge' });
  expect(withRegion(typed, 'xx-nowhere-1')).toEqual({ ...typed, region: 'xx-nowhere-1' });
  expect(hostNote(withType(typed, 'x9.huge'))).toMatch(/Nothing is known of this type/);
  expect(hostNote(withRegion(newHost, 'xx-nowhere-1'))).toMatch(/No price in xx-nowhere-1 is known/);
  expect(hostNote(withRegion(newHost, 'eu-west-1'))).toMatch(/eu-west-1 is estimated/);
});

test('what a template says comes back as it was', () => {
  const { spec } = aTemplate();
  expect(specOf(hostFormOf(spec))).toEqual(spec);
});

test('an image is its id when it looks like one, and a field that is empty is left out', () => {
  const form = { ...newHost, image: 'ami-0123456789abcdef0', nodes: '', firstPort: '' };
  expect(JSON.parse(JSON.stringify(handSpecOf(form)))).toMatchObject({
    imageId: 'ami-0123456789abcdef0',
    capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 192 },
  });
  expect(JSON.stringify(handSpecOf(form))).not.toMatch(/imageName|nodes"|portRange/);
  expect(handSpecOf(newHost)).toMatchObject({ imageName: 'cml-2.9*' });
});
