import type { ScoreReport } from '../lib/views.ts';

export function scoreReport(now: number): ScoreReport {
  const item = { node: 'R1', matched: [], missing: [], unwanted: [] };
  return {
    title: 'Two sites over OSPF',
    points: 14,
    maxPoints: 20,
    percent: 70,
    cutScore: 65,
    result: 'pass',
    notGradable: 0,
    evidenceCapturedAt: new Date(now - 239 * 60_000).toISOString(),
    gradedAt: new Date(now - 238 * 60_000).toISOString(),
    engine: { name: 'external', version: '2.4' },
    sections: [
      {
        id: 'ospf',
        title: 'Routing',
        points: 14,
        maxPoints: 20,
        items: [
          {
            ...item,
            id: 'a',
            title: 'OSPF runs in area 0',
            status: 'passed',
            points: 10,
            maxPoints: 10,
            explanation: '2 of 2 requirements met',
            matched: [{ wanted: 'router ospf 1', text: 'router ospf 1', line: 41 }],
          },
          {
            ...item,
            id: 'b',
            title: 'The branch is passive',
            status: 'partial',
            points: 4,
            maxPoints: 10,
            explanation: '1 of 2 requirements met. missing: passive-interface Gi0/1',
            missing: ['passive-interface Gi0/1'],
          },
        ],
      },
    ],
  };
}
