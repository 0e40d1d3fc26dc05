import type { Topology } from '../lib/views.ts';

export const topology: Topology = {
  nodes: [
    { id: 'n0', label: 'R1', nodeDefinition: 'iosv', x: -200, y: -80 },
    { id: 'n1', label: 'R2', nodeDefinition: 'iosv', x: 120, y: -80 },
    { id: 'n2', label: 'SW1', nodeDefinition: 'iosvl2', x: -200, y: 60 },
    { id: 'n3', label: 'SW2', nodeDefinition: 'iosvl2', x: 120, y: 60 },
    { id: 'n4', label: 'PC1', nodeDefinition: 'alpine', x: -280, y: 180 },
    { id: 'n5', label: 'PC2', nodeDefinition: 'alpine', x: -120, y: 180 },
    { id: 'n6', label: 'Server', nodeDefinition: 'alpine', x: 120, y: 180 },
  ],
  links: [
    { a: 'n0', b: 'n1' },
    { a: 'n0', b: 'n2' },
    { a: 'n1', b: 'n3' },
    { a: 'n2', b: 'n4' },
    { a: 'n2', b: 'n5' },
    { a: 'n3', b: 'n6' },
  ],
};
